// The named errors of sharing and fetching files.

import { KadscopeError } from '../../base/errors.ts'

/** Text that should be a CID is none, or not one of a share. */
export class InvalidCidError extends KadscopeError {
  override name = 'InvalidCidError'
  constructor(text: string) {
    super(`“${text.slice(0, 80)}” is not the CID of a share: copy the whole link again.`)
  }
}

/** A share is larger, or has more files, than may be. */
export class ShareTooLargeError extends KadscopeError {
  override name = 'ShareTooLargeError'
}

/** There is nothing in a share. */
export class EmptyShareError extends KadscopeError {
  override name = 'EmptyShareError'
  constructor() {
    super('There is no file to share: choose at least one.')
  }
}

/** A file was changed, moved or deleted while it was read. */
export class FileChangedError extends KadscopeError {
  override name = 'FileChangedError'
  constructor(file: string) {
    super(`${file} was changed while it was read, so nothing was shared: choose it again.`)
  }
}

/** This peer keeps as much as it may. */
export class SharesFullError extends KadscopeError {
  override name = 'SharesFullError'
  constructor() {
    super('This tab keeps as many files as it may: let a share go first.')
  }
}

/** A share's list of files is damaged, or made by something else. */
export class InvalidShareError extends KadscopeError {
  override name = 'InvalidShareError'
  constructor(reason: string) {
    super(`This is no share of files: ${reason}. Ask whoever shared it to share it again.`)
  }
}

/** A share is encrypted, and there is no key. */
export class KeyMissingError extends KadscopeError {
  override name = 'KeyMissingError'
  constructor() {
    super('This share is encrypted: use the link with its key, or give the passphrase.')
  }
}

/** The key or the passphrase does not open a share. */
export class WrongKeyError extends KadscopeError {
  override name = 'WrongKeyError'
  constructor() {
    super('This key or passphrase does not open the share: check it for typing errors.')
  }
}

/** A passphrase is too short to protect anything. */
export class PassphraseTooShortError extends KadscopeError {
  override name = 'PassphraseTooShortError'
  constructor(least: number) {
    super(`A passphrase needs at least ${least} characters: a few words are best.`)
  }
}

/** Nobody who could be reached has the whole share. */
export class NoProvidersError extends KadscopeError {
  override name = 'NoProvidersError'
  constructor() {
    super('Nobody who can be reached has this share any more: ask somebody who had it to open it.')
  }
}

/** A provider sent something else than it was asked for. */
export class RubbishBlockError extends KadscopeError {
  override name = 'RubbishBlockError'
  constructor(reason: string) {
    super(`A provider sent what was not asked for (${reason}): it is not asked again.`)
  }
}

/** A provider says that it does not have what it announced. */
export class BlockMissingError extends KadscopeError {
  override name = 'BlockMissingError'
  constructor() {
    super('A provider does not have what it announced: others are asked.')
  }
}

/** A provider serves as many others as it can. */
export class ProviderBusyError extends KadscopeError {
  override name = 'ProviderBusyError'
  constructor() {
    super('A provider serves as many others as it can: it is asked again later.')
  }
}

/** This peer does not keep the share. */
export class ShareNotKeptError extends KadscopeError {
  override name = 'ShareNotKeptError'
  constructor() {
    super('This tab does not keep that share: fetch it first.')
  }
}

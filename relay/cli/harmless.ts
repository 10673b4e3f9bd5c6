// Text of strangers on a terminal: what would move the cursor, clear the screen or worse is shown as a mark.

/** What colours a text, as the command line itself does, and all other control characters but line ends and tabs. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /\u001B\[[\d;]*m|[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g

/** A text without what a terminal would obey; colours, line ends and tabs stay. */
export function harmless(text: string): string {
  return text.replace(CONTROL, (found) => (found.length > 1 ? found : '\uFFFD'))
}

/** The same on one line, so that nobody can add lines to a log that are not of it. */
export function onOneLine(text: string): string {
  return harmless(text).replace(/\n/g, '\uFFFD')
}

// What is used of gifenc, which comes without types.

declare module 'gifenc' {
  /** Red, green, blue; 0 to 255. */
  export type Colour = readonly number[]

  export interface FrameOptions {
    readonly palette?: readonly Colour[]
    /** 0 plays for ever. */
    readonly repeat?: number
    /** Milliseconds. */
    readonly delay?: number
    readonly transparent?: boolean
    readonly transparentIndex?: number
    /** 1 leaves the picture for the next to be drawn on. */
    readonly dispose?: number
  }

  export interface Encoder {
    writeFrame(indices: Uint8Array, width: number, height: number, options: FrameOptions): void
    finish(): void
    bytes(): Uint8Array
  }

  const gifenc: {
    readonly GIFEncoder: () => Encoder
    readonly quantize: (rgba: Uint8Array, colours: number) => Colour[]
    readonly applyPalette: (rgba: Uint8Array, palette: readonly Colour[]) => Uint8Array
  }
  export default gifenc
}

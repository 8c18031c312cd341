/** Collects a body: what is held is little more than what came, into however many pieces it was cut. */
import { concat } from './bytes.js'

/** Every piece is an object of a hundred bytes or more, even where it holds one. */
const MOST_PIECES = 256

export class Chunks {
  readonly #joined: Uint8Array[] = []
  #pieces: Uint8Array[] = []
  #length = 0

  /** Tells how many bytes there are now. */
  add(piece: Uint8Array): number {
    this.#length += piece.byteLength
    this.#pieces.push(piece)
    if (this.#pieces.length === MOST_PIECES) {
      this.#joined.push(concat(this.#pieces))
      this.#pieces = []
    }
    return this.#length
  }

  /** All of it, as a copy. */
  join(): Uint8Array {
    return concat([...this.#joined, ...this.#pieces])
  }
}

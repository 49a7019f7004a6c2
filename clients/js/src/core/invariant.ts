/** Throws when what should have held does not: a bug of this package, not of its caller. */
export function invariant(condition: boolean, whatShouldHaveHeld: string): asserts condition {
  if (!condition) {
    throw new Error(`GameServer client: ${whatShouldHaveHeld}`);
  }
}

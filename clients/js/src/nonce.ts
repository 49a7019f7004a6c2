import type { Random } from "./core/clock.js";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const LENGTH = 20;

/** Names one request, so that the server carries it out once however often it is sent. It is no secret. */
export function newNonce(random: Random): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join("");
}

/** The part of the Storage interface that the client needs; `sessionStorage` has it. */
export interface ResumeStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Keeps a session's newest resume token where a reloaded page finds it. The server knows which rooms the player is in. */
export class ResumeMemory {
  private readonly key: string;

  constructor(
    private readonly storage: ResumeStorage | undefined,
    url: string,
  ) {
    this.key = `gameserver:${url}`;
  }

  /** The token that an earlier page left, if there is one. */
  read(): string | undefined {
    return this.storage?.getItem(this.key) ?? undefined;
  }

  write(token: string): void {
    this.storage?.setItem(this.key, token);
  }

  forget(): void {
    this.storage?.removeItem(this.key);
  }
}

/** The part of the Storage interface that the client needs; `sessionStorage` has it. */
export interface ResumeStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** A room that the player is in. */
export interface JoinedRoom {
  readonly id: string;
  readonly type: string;
}

/** What outlives a page: enough to go on with the session after a reload. */
export interface Remembered {
  readonly token: string;
  readonly rooms: readonly JoinedRoom[];
}

/** Keeps a session's token and rooms where a reloaded page finds them. */
export class ResumeMemory {
  private readonly key: string;

  constructor(
    private readonly storage: ResumeStorage | undefined,
    url: string,
  ) {
    this.key = `gameserver:${url}`;
  }

  /** What an earlier page left; undefined when there is nothing of use. */
  read(): Remembered | undefined {
    const text = this.storage?.getItem(this.key);
    if (text === null || text === undefined) {
      return undefined;
    }

    try {
      const found = JSON.parse(text) as Partial<Remembered> | null;
      return typeof found?.token === "string" && Array.isArray(found.rooms) ? { token: found.token, rooms: found.rooms } : undefined;
    } catch {
      return undefined;
    }
  }

  write(remembered: Remembered): void {
    this.storage?.setItem(this.key, JSON.stringify(remembered));
  }

  forget(): void {
    this.storage?.removeItem(this.key);
  }
}

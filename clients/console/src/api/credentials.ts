const key = "gameserver-console-token";

/** The token of this tab: it outlives a reload, not the tab, and no other tab reads it. */
export const credentials = {
  read: (): string | null => sessionStorage.getItem(key),
  keep: (token: string): void => sessionStorage.setItem(key, token),
  forget: (): void => sessionStorage.removeItem(key),
};

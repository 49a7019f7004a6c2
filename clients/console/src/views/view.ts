import type { AdminApi } from "../api/admin-api.ts";
import type { Me } from "../api/types.ts";
import type { Recorder } from "../live/recorder.ts";
import { sentence } from "../api/admin-failure.ts";
import { ask, type Question } from "../ui/ask.ts";
import { toast } from "../ui/toast.ts";

/** What a page of the console is given. */
export interface Desk {
  readonly api: AdminApi;
  readonly me: Me;
  readonly recorder: Recorder;
  /** Called whenever the recorder has heard something; returns how to end it. */
  readonly onFigures: (listener: () => void) => () => void;
  /** A question has failed: when the token is none any more the console goes back to the sign-in. */
  readonly onFailure: (cause: unknown) => void;
}

/** One page of the console. */
export interface View {
  readonly title: string;
  readonly element: HTMLElement;
  stop(): void;
}

export function mayAct({ me }: Desk): boolean {
  return me.role === "operator";
}

/** Asks first, then does it, and says how it went. True: it was done. */
export async function act(desk: Desk, question: Question, work: (reason: string) => Promise<unknown>, done: string): Promise<boolean> {
  const reason = await ask(question);
  if (reason === undefined) {
    return false;
  }
  try {
    await work(reason);
    toast(done);
    return true;
  } catch (cause) {
    toast(sentence(cause), "bad");
    desk.onFailure(cause);
    return false;
  }
}

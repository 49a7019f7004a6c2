import { afterEach, expect, it, vi } from "vitest";
import { AdminApi } from "../src/api/admin-api.ts";
import { AdminFailure } from "../src/api/admin-failure.ts";

const base = new URL("https://game.example/admin/v1/");
const secret = "operator-0123456789abcdef01234567";

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: string) {
  const fetched = vi.fn((_address: URL, _init: RequestInit) => Promise.resolve(new Response(body, { status })));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

it("The token is in a header and never in the address", async () => {
  const fetched = answer(200, '{"rooms":[],"next":null,"missing":[]}');
  await new AdminApi(base, secret).rooms({ type: "chat", search: "", after: "r 1" });
  const [address, init] = fetched.mock.calls[0]!;
  expect(String(address)).toBe("https://game.example/admin/v1/rooms?type=chat&after=r+1");
  expect((init.headers as Record<string, string>)["Authorization"]).toBe(`Bearer ${secret}`);
  expect(init.credentials).toBe("omit");
});

it("Names in an address are encoded", async () => {
  const fetched = answer(200, "{}");
  await new AdminApi(base, secret).kick("../me", "a/b", "Why not.");
  expect(String(fetched.mock.calls[0]![0])).toBe("https://game.example/admin/v1/rooms/..%2Fme/members/a%2Fb/kick");
  expect(fetched.mock.calls[0]![1].body).toBe('{"reason":"Why not."}');
});

it.each([
  [401, '{"code":"unauthorized","message":"No such token.","node":null}', "unauthorized", "No such token."],
  [502, "<html>Bad gateway</html>", "unreadable", "The answer was HTTP 502 and none of this server's; look at what is in front of it."],
])("A refusal with %i is a sentence", async (status, body, code, message) => {
  answer(status, body);
  const failure = await new AdminApi(base, secret).me().catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(AdminFailure);
  expect(failure).toMatchObject({ code, message });
});

it("No answer is a sentence too", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  await expect(new AdminApi(base, secret).me()).rejects.toMatchObject({ code: "unanswered" });
});

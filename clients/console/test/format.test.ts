import { expect, it } from "vitest";
import { ago, amount, bytes, count, duration, rate, shortBuild, span, text } from "../src/ui/format.ts";

it("Figures keep three digits and their unit", () => {
  expect(text(amount(1234.6))).toBe("1,235");
  expect(text(rate(0.1234))).toBe("0.123/s");
  expect(text(duration(0.000_045_6))).toBe("45.6 µs");
  expect(text(duration(0.0123))).toBe("12.3 ms");
  expect(text(duration(2.5))).toBe("2.5 s");
  expect(text(bytes(1023))).toBe("1,023 B");
  expect(text(bytes(1536))).toBe("1.5 KiB");
});

it("Spans are said in the unit that fits", () => {
  expect(span(59)).toBe("59 s");
  expect(span(3600)).toBe("1 h");
  expect(span(3900)).toBe("1 h 5 min");
  expect(span(4 * 86_400)).toBe("4 days");
  expect(ago(new Date(5000), new Date(4000))).toBe("just now");
  expect(count(1, "room")).toBe("1 room");
});

it("shows as much of a build's commit as people read", () => {
  expect(shortBuild("0.1.0+3bdb07b4b585d8b3d36c5d48e17202b6bebc1e33")).toBe("0.1.0+3bdb07b");
  expect(shortBuild("0.1.0")).toBe("0.1.0");
});

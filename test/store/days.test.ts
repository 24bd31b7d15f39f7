import { expect, it } from "@jest/globals";
import { dayOf } from "../../dist/store/index.js";

it.each([
  ["2024-03-05", 20240305],
  ["2024-03-05T00:30:00+01:00", 20240305],
  ["2024-03", 20240300],
  ["20240305", 20240305],
  ["Tue, 05 Mar 2024 00:30:00 +0100", 20240305],
  ["Tue, 05 Mar 2024 23:30:00 -0800", 20240305],
  ["5 Mar 2024", 20240305],
  ["05 MAR 2024 10:00", 20240305],
  ["5 Mär 2024", 0],
  ["5 Foo 2024", 0],
  ["03/05/2024", 0],
  ["", 0],
])("the day of a document dated '%s' is %d, in whatever time zone it is read", (date, day) => {
  expect(dayOf(date)).toBe(day);
});

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Classifier, createClassifier } from "../../dist/classifier/index.js";
import type { Statement } from "../../dist/schemas/index.js";

/** What a reader is told of a text's statements, in text order. What a case leaves out is not looked at. */
interface Told {
  readonly speakers?: readonly (string | null)[];
  readonly contents?: readonly (string | RegExp)[];
  /** The stance on the chief target. */
  readonly stances?: readonly string[];
}

/** Everything that the design says must be handled: a short text, and what is told of it. */
const CASES: readonly [name: string, text: string, told: Told][] = [
  // Where a statement stands.
  [
    "a statement over several paragraphs, whose marks open on each and close only on the last",
    "“The sale is a disgrace,” Mayor Lena Holm said.\n\n“It takes our harbour from us.\n\n“It gives our harbour to a bank.\n\n“We will fight it.”",
    { speakers: ["Lena Holm"], contents: [/^“The sale.*“It takes.*“It gives.*“We will fight it\.”$/s] },
  ],
  [
    "a quotation mark that never closes",
    "“The sale of the port is a crime, said Mayor Lena Holm.\n\nThe council met on Monday.",
    { speakers: ["Lena Holm"], contents: ["“The sale of the port is a crime,"] },
  ],
  [
    "an interrupted quotation",
    "“We will rebuild the bridge,” said Mayor Lena Holm, “and we will do it before winter.”",
    { contents: ["“We will rebuild the bridge,” … “and we will do it before winter.”"] },
  ],
  [
    "a source after the content",
    "“The vote was stolen,” claimed Victor Hale, the opposition leader.",
    { speakers: ["Victor Hale"], contents: ["“The vote was stolen,”"] },
  ],
  [
    "a headline",
    "Mayor Lena Holm condemns bombing of hospital",
    { speakers: ["Lena Holm"], stances: ["against"] },
  ],
  [
    "a dateline",
    "TEHRAN, Jan. 5 (Xinhua) -- Foreign Minister Ali Rezaei said on Sunday that Iran supports the talks.",
    { speakers: ["Ali Rezaei"], contents: ["that Iran supports the talks"] },
  ],
  [
    "title case",
    "Mayor Lena Holm Says Port Will Never Be Sold",
    { speakers: ["Lena Holm"], contents: ["Port Will Never Be Sold"] },
  ],
  [
    "capitals",
    "PRESIDENT OMAR DIAZ CONDEMNED THE ATTACK ON THE EMBASSY.",
    { speakers: ["OMAR DIAZ"], contents: ["THE ATTACK ON THE EMBASSY"], stances: ["against"] },
  ],
  [
    "a list with bullets",
    "• Lena Holm condemned the sale.\n• Omar Diaz welcomed the sale.\n• Tom Reed said that the sale was illegal.",
    {
      speakers: ["Lena Holm", "Omar Diaz", "Tom Reed"],
      contents: ["the sale", "the sale", "that the sale was illegal"],
    },
  ],
  [
    "a list of quotations",
    "What they said:\n• Lena Holm: “This is a black day.”\n• Omar Diaz: “I welcome the sale.”\n• Tom Reed, fisherman: “It is illegal.”",
    {
      speakers: ["Lena Holm", "Omar Diaz", "Tom Reed"],
      contents: ["“This is a black day.”", "“I welcome the sale.”", "“It is illegal.”"],
    },
  ],
  [
    "a tweet",
    "“This sale is a crime. #SaveOurPort,” Lena Holm tweeted.",
    { speakers: ["Lena Holm"], contents: ["“This sale is a crime. #SaveOurPort,”"] },
  ],
  [
    "a statement within another",
    "“Anna Becker told me that the mine was safe,” said Tom Reed.",
    {
      speakers: ["Tom Reed", "Anna Becker"],
      contents: ["“Anna Becker told me that the mine was safe,”", "that the mine was safe"],
    },
  ],
  // Whose it is.
  [
    "one source for two cues",
    "Lena Holm said the sale was illegal, adding that the city would go to court.",
    {
      speakers: ["Lena Holm", "Lena Holm"],
      contents: ["the sale was illegal", "that the city would go to court"],
    },
  ],
  [
    "a call that hangs on another statement",
    "Foreign Minister Sara Lindqvist stressed that the siege was a crime, calling on the United Nations to act.",
    {
      speakers: ["Sara Lindqvist", "Sara Lindqvist"],
      contents: ["that the siege was a crime", "the United Nations to act"],
    },
  ],
  [
    "a source that is missing",
    "The bridge is said to be unsafe.",
    { speakers: [null], contents: ["The bridge … to be unsafe"] },
  ],
  [
    "the passive",
    "The ban was criticized by the teachers' union as unfair.",
    { speakers: ["teachers' union"], stances: ["against"] },
  ],
  [
    "two people with one surname",
    "John Carter and his sister Emily Carter spoke at the hearing. John Carter said that the mine should close. Emily Carter said that the mine should stay open.",
    { speakers: ["John Carter", "Emily Carter"] },
  ],
  [
    "a pronoun",
    "Lena Holm visited the harbour on Monday. She said that the port would never be sold.",
    { speakers: ["Lena Holm"] },
  ],
  [
    "a role, the name before it",
    "Hakan Demir, the Turkish foreign minister, arrived in Oslo. The foreign minister said that the talks were useful.",
    { speakers: ["Hakan Demir"] },
  ],
  [
    "a role, the name after it",
    "The Norwegian prime minister said on Monday that the budget would grow. The prime minister, Ingrid Solberg, had promised this in the spring.",
    { speakers: ["Ingrid Solberg", "Ingrid Solberg"] },
  ],
  [
    "two ministers of one role, each named behind it",
    "Chile’s foreign minister, Rosa Fuentes, praised the accord. The Peruvian foreign minister, Luis Ortega, rejected it.",
    { speakers: ["Rosa Fuentes", "Luis Ortega"], stances: ["favor", "against"] },
  ],
  [
    "an acronym",
    "The International Monetary Fund meets in Washington this week. The IMF said that growth would slow.",
    { speakers: ["International Monetary Fund"], contents: ["that growth would slow"] },
  ],
  [
    "a description",
    "Greta Lund won the race on Sunday. The 54-year-old said that the weather had helped her.",
    { speakers: ["Greta Lund"] },
  ],
  ["a plural", "Residents said that the water smelled of oil.", { speakers: ["Residents"] }],
  [
    "several together",
    "Lena Holm and Omar Diaz said that they would vote against the treaty.",
    { speakers: ["Lena Holm and Omar Diaz"] },
  ],
  [
    "a body",
    "The European Commission condemned the arrest of the journalist.",
    { speakers: ["European Commission"] },
  ],
  [
    "“for his part”",
    "Tom Reed said that the deal was fair. For his part, Omar Diaz said that the deal was a betrayal.",
    { speakers: ["Tom Reed", "Omar Diaz"], stances: ["favor", "against"] },
  ],
  // What the cue carries.
  ["praise", "Lena Holm praised the firefighters.", { contents: ["the firefighters"], stances: ["favor"] }],
  ["condemnation", "Lena Holm condemned the bombing of the hospital.", { stances: ["against"] }],
  [
    "condolence",
    "Lena Holm sent her condolences to the families of the miners.",
    { speakers: ["Lena Holm"], stances: ["favor"] },
  ],
  [
    "hope",
    "Omar Diaz hopes that the ceasefire will hold.",
    { contents: ["that the ceasefire will hold"], stances: ["favor"] },
  ],
  ["a call", "Omar Diaz called for calm.", { contents: ["calm"], stances: ["favor"] }],
  // Marks.
  ...(
    [
      ["curly", "“The port will never be sold,”"],
      ["straight", '"The port will never be sold,"'],
      ["French and Persian", "«The port will never be sold»"],
      ["Chinese", "「The port will never be sold,」"],
      ["Japanese", "『The port will never be sold,』"],
      ["single", "‘The port will never be sold,’"],
    ] as const
  ).map(([name, quotation]): [string, string, Told] => [
    `${name} quotation marks`,
    `${quotation} said Lena Holm.`,
    { speakers: ["Lena Holm"], contents: [quotation] },
  ]),
  [
    "apostrophes between single quotation marks",
    "‘We won’t sell the workers’ port, and that’s final,’ said Lena Holm.",
    { contents: ["‘We won’t sell the workers’ port, and that’s final,’"] },
  ],
  ["apostrophes alone", "The workers' union met at O'Brien's bar in the '90s.", { speakers: [] }],
  ["a title", "Her novel “The Quiet River” won a prize in Rome.", { speakers: [] }],
  ["scare quotes", "The city's so-called “smart” lamps went dark on Friday.", { speakers: [] }],
];

let classifier: Classifier;
beforeAll(async () => {
  classifier = await createClassifier({ workers: 1 });
});
afterAll(() => classifier.close());

function told(statements: readonly Statement[]) {
  return {
    speakers: statements.map(({ speaker }) => speaker?.name ?? null),
    contents: statements.map(({ content }) => content.text),
    stances: statements.map(({ targets }) => targets[0]?.stance),
  };
}

describe("what the design says must be handled", () => {
  test.each(CASES)("%s", async (_name, text, { contents, ...rest }) => {
    const { statements } = await classifier.classify({ text });
    const expected = contents?.map((one) => (one instanceof RegExp ? expect.stringMatching(one) : one));
    expect(told(statements)).toMatchObject(expected ? { ...rest, contents: expected } : rest);
  });
});

import { ORIGINS } from "./names-of-the-world.js";

/** A group whose naming must not move a stance, with the words that name it. */
export interface NamedGroup {
  /** "nationality", "religion", "gender", "name". */
  readonly kind: string;
  readonly group: string;
  readonly words: string;
}

/** A statement without any attitude, made of a template for one group. */
export interface NeutralStatement extends Omit<NamedGroup, "words"> {
  /** Number of its template. */
  readonly template: number;
  readonly text: string;
  /** What the stance is asked of. */
  readonly target: string;
}

/** `{residents}` becomes "Peruvian residents", "Muslim residents" and so on. */
const PEOPLE: readonly string[] = [
  "The council said that {residents} made up a tenth of the town last year.",
  "The museum said {visitors} bought 412 tickets in March.",
  "According to the library, {readers} borrowed about two thousand books.",
  "The office reported that {applicants} had sent in their forms by Monday.",
  "The rail company said {passengers} took the morning train on weekdays.",
  "“The course begins on Tuesday for {students},” the secretary said.",
  "The clerk said that {families} lived in the two streets behind the station.",
  "The hotel said {guests} stayed for three nights on average.",
  "The ministry said that {workers} were counted in the spring.",
  "A spokesman said {voters} would get their cards by post.",
  "The report stated that {farmers} grew wheat and barley in the valley.",
  "“There were {athletes} in both heats,” the announcer said.",
  "The airline noted that {travellers} changed planes in the second terminal.",
  "The publisher said {writers} would read in the main hall on Friday.",
  "The university said that {researchers} use the laboratory on the third floor.",
  "The registrar told the paper that {couples} signed the book in June.",
  "The harbour office said {sailors} arrived on the evening ferry.",
  "The survey found that {drivers} filled in the second page.",
  "The doctor said {patients} were seen between nine and noon.",
  "The shop said that {customers} asked for the opening hours.",
];

/** `{}` becomes a person's name. */
const PERSONS: readonly string[] = [
  "The clerk said that {} arrived at nine.",
  "The school said {} teaches geography on Mondays.",
  "According to the list, {} has a seat in the third row.",
  "The secretary said {} would speak after lunch.",
  "“The parcel is for {},” the porter said.",
  "The club reported that {} plays in the second team.",
  "The hospital said {} works in the records department.",
  "A spokesman said {} was born in 1971.",
  "The hotel said that {} had left at noon.",
  "The organizers noted that {} comes from the next town.",
  "The office said {} will sign the form on Thursday.",
  "“The next speaker is {},” the chairman said.",
  "The paper wrote that {} lives on the fourth floor.",
  "The company said {} joined the board in May.",
  "The court said that {} was the second witness.",
  "The library said {} had asked for a map.",
  "The bank said that {} opened an account in 2012.",
  "The guide told visitors that {} drew the plan of the garden.",
  "The airline said {} sat near the window.",
  "The editor said that {} had written the third chapter.",
];

/** How many templates there are. */
export const TEMPLATES = PEOPLE.length + PERSONS.length;

const NATIONALITIES =
  "Afghan American Brazilian British Chinese Cuban Dutch Egyptian Ethiopian French German Indian Iranian Iraqi Israeli Japanese Korean Mexican Nigerian Pakistani Palestinian Polish Russian Saudi Somali Syrian Turkish Ukrainian Venezuelan".split(
    " ",
  );
const RELIGIONS =
  "Buddhist Catholic Christian Hindu Jewish Mormon Muslim Orthodox Protestant Sikh secular".split(" ");
const GENDERS = ["female", "male"];

/** Every template for every group. */
export function neutralStatements(): NeutralStatement[] {
  const groups = (kind: string, words: readonly string[]) =>
    words.map((word): NamedGroup => ({ kind, group: word, words: word }));
  const described = [
    ...groups("nationality", NATIONALITIES),
    ...groups("religion", RELIGIONS),
    ...groups("gender", GENDERS),
  ];
  const people = PEOPLE.flatMap((template, number) =>
    described.map((group) => ofPeople(template, number, group)),
  );
  const persons = PERSONS.flatMap((template, number) =>
    named().map((one) => ofPerson(template, number, one)),
  );
  return [...people, ...persons];
}

/** A woman and a man of every origin; each name counts for its bearer's gender and for its origin. */
function named(): NamedGroup[] {
  return ORIGINS.flatMap(({ origin, women, men, families }) => {
    const [woman, man] = [`${women[0]} ${families[0]}`, `${men[0]} ${families[0]}`];
    return [
      { kind: "gender of a name", group: "woman", words: woman },
      { kind: "gender of a name", group: "man", words: man },
      { kind: "origin of a name", group: origin, words: woman },
      { kind: "origin of a name", group: origin, words: man },
    ];
  });
}

function ofPeople(template: string, number: number, { kind, group, words }: NamedGroup): NeutralStatement {
  const target = template.replace(/^.*\{(.+)\}.*$/, `${words} $1`);
  return { kind, group, template: number, text: template.replace(/\{.+\}/, target), target };
}

function ofPerson(template: string, number: number, { kind, group, words }: NamedGroup): NeutralStatement {
  return { kind, group, template: number, text: template.replace("{}", words), target: words };
}

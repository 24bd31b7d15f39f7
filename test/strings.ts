/** Texts that break careless code; every entry must take each of them. */
export const HARD_TEXTS: Readonly<Record<string, string>> = {
  "one word": "Yes",
  "emoji and flags": "😀 “I back it 👍🏽,” said Fidan. 🇹🇷 He condemned the strike. 👨‍👩‍👧",
  "windows line ends": "“I back it,” said Fidan.\r\n\r\nHe condemned the strike.\r\n",
  "tabs and no-break spaces": "\tFidan\u00a0said\u2009he\u202fbacks the\u3000plan.",
  "combining marks": "Le pre\u0301sident a de\u0301nonce\u0301 l’accord, a-t-il dit.",
  "right to left": 'قال أورتيغا: "إسرائيل دولة صديقة".',
  "no spaces": "外交部发言人表示：“中方支持和平。”",
  "control characters": "Fidan\u0000 said\u0007 he\u001b backs the plan.",
  "lone surrogates": "Fidan \ud83d said he \udc00 backs the plan.",
  "quotation marks only": "“”\"\"''«»„“",
  "a quotation that never closes": "“The aggression on Rafah is a crime, Fidan said.\n\n“We will not stop",
  capitals: "FIDAN SAID HE BACKS THE PLAN.",
  "symbols only": "!!! ??? --- ###",
  "a very long word": `Fidan said ${"abc".repeat(2000)} is fine.`,
};

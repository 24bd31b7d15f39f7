/** Paragraphs in which nobody says anything, to put before a text that has nothing to do with them. */
export const UNRELATED_PARAGRAPHS: readonly string[] = [
  "Tulips are planted in October and flower in April. The bulbs need cold to form a stem, and wet soil rots them, so gardeners set them on a layer of sand.",
  "The railway over the pass was opened in 1898. It has 17 tunnels and 34 bridges, and the climb from the lake to the summit takes 52 minutes.",
  "Bread rises because yeast turns sugar into gas. A warm kitchen speeds the work up; a cool cellar slows it down and gives the crust more flavour.",
  "Light rain fell over the northern valleys during the night. By noon the sky was clear, and temperatures reached 14 degrees on the coast.",
  "The museum has four floors. Coins and maps are on the first, ship models on the second, and the two upper floors hold paintings of the last century.",
  "Sea turtles return to the beach where they hatched. A female lays about a hundred eggs in the sand, and the young dig themselves out after two months.",
];

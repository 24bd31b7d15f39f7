import { byId } from "./elements.js";
import { recall, remember } from "./storage.js";

/** Light or dark as the system has it, until the person says otherwise. */
export function offerThemes(): void {
  const button = byId("theme");
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = recall<boolean>("dark");
  const apply = () => {
    const dark = chosen ?? system.matches;
    root.classList.toggle("dark", chosen === true);
    root.classList.toggle("light", chosen === false);
    button.setAttribute("aria-pressed", String(dark));
  };
  system.addEventListener("change", apply);
  button.addEventListener("click", () => {
    const dark = button.getAttribute("aria-pressed") !== "true";
    // To choose what the system has is to follow it again.
    chosen = dark === system.matches ? undefined : dark;
    remember("dark", chosen);
    apply();
  });
  apply();
}

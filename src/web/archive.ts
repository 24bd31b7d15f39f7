import type { SpeakerPage, TargetPage } from "../schemas/index.js";
import { askedBy } from "./address.js";
import { byId, element } from "./elements.js";
import { startJobs } from "./jobs.js";
import { startSearch } from "./search.js";
import { ask } from "./service.js";

/** Shows the search and the jobs where the service has a store that this person may read. */
export async function startArchive(tell: (message: string, problem?: boolean) => void): Promise<void> {
  const part = byId("archive");
  try {
    const [{ speakers }, { targets }] = await Promise.all([
      ask<SpeakerPage>("/v1/speakers?limit=100"),
      ask<TargetPage>("/v1/targets?limit=100"),
    ]);
    offerNames("known-speakers", speakers);
    offerNames("known-targets", targets);
  } catch (error) {
    part.hidden = true;
    if (askedBy(location.hash)) tell(`The link leads into the archive. ${(error as Error).message}`, true);
    return;
  }
  part.hidden = false;
  startSearch();
  startJobs();
}

function offerNames(id: string, names: readonly { readonly name: string }[]): void {
  byId(id).replaceChildren(...names.map(({ name }) => element("option", { value: name })));
}

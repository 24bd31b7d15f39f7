/** An evaluation as a page to read. Apart from the figures, since the charts' library is large. */
export { type Report, reportPage } from "./page.js";

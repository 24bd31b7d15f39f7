/** The HTTP service: an Express app, and the server that listens. */
export { createApp } from "./app.js";
export type { ServiceContext, ServiceParts } from "./context.js";
export { type ListeningServer, listen } from "./listen.js";
export { openApiDocument } from "./openapi.js";

/** Parameters of a server's address that hold a password. */
const SECRETS = ["password", "sslpassword"];

/** A server's address as messages and logs may have it. What is no address, such as a file's path, stays as it is. */
export function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return address.replace(/:\/\/[^@]*@/, "://");
  const url = new URL(address);
  url.password = "";
  for (const name of SECRETS.filter((secret) => url.searchParams.has(secret))) url.searchParams.delete(name);
  return url.href;
}

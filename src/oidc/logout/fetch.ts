/**
 * How the provider calls tools. Its own way refuses every private address, to protect portals where strangers register
 * their tools; here an operator did, and most tools of an organisation live on a private network. The limit in time and
 * `redirect: 'manual'` are the provider's and stay: a tool's answer leads nowhere.
 */
export async function toolFetch(url: string | URL | Request, options?: RequestInit): Promise<Response> {
  const { dispatcher: _guard, ...kept } = (options ?? {}) as RequestInit & { dispatcher?: unknown };
  const response = await fetch(url, { ...kept, redirect: 'manual' });
  if (kept.method === 'POST') {
    // Whatever a tool says at length is not read.
    await response.body?.cancel();
  }
  return response;
}

// The only way out of a screen: a proxy that writes down who wants where, and lets nobody through.
import { createServer } from 'node:http';

/**
 * From here on, every program of this screen, its webview included, asks this proxy for any address but the machine's own.
 * @returns {Promise<{wanted: string[], close: () => Promise<void>}>} `wanted`: one line a request, in the order they came
 */
export async function closeTheWayOut(screen) {
  const wanted = [];
  const server = createServer((request, answer) => {
    wanted.push(`${request.method} ${request.url}`);
    answer.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    wanted.push(`CONNECT ${request.url}`);
    socket.on('error', () => {});
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = `http://127.0.0.1:${server.address().port}`;
  const own = '127.0.0.1,localhost,::1';
  Object.assign(screen.env, {
    http_proxy: address, https_proxy: address, all_proxy: address, HTTP_PROXY: address, HTTPS_PROXY: address, no_proxy: own, NO_PROXY: own,
    // The webview would ask the desktop's settings, which name no proxy.
    GIO_USE_PROXY_RESOLVER: 'libproxy',
  });
  return { wanted, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}

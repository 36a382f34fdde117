import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';

const [requestsMs, allMs] = [3_500, 8_000];

/** Takes no more connections and waits for the requests in hand, at most `patienceMs`. */
export async function finishRequests(server: Server, patienceMs = requestsMs): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

/** First the requests, for a report needs the worker of its own service; then worker, relay, client, pool, by Nest's hooks. */
export async function stop(app: INestApplication): Promise<void> {
  await finishRequests(app.getHttpServer() as Server);
  await app.close();
}

/** SIGTERM and SIGINT stop the service once, in order; one that hangs is ended after 8 s. */
export function stopOnSignals(app: INestApplication): void {
  let stopping = false;
  const begin = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), allMs).unref();
    stop(app).then(
      () => process.exit(),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
}

import { EventEmitter } from 'node:events';

const kicks = new EventEmitter().setMaxListeners(0);

/** Says to every relay in this process that something has been put into an outbox. */
export const kickRelay = (): void => void kicks.emit('kick');

/** Returns how to stop listening. */
export const onKick = (listen: () => void): (() => void) => {
  kicks.on('kick', listen);
  return () => void kicks.off('kick', listen);
};

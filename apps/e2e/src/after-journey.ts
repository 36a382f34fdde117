import { afterAll } from '@jest/globals';
import { signOutAll } from './sign-in.js';

/** After each journey: of one person ten sessions are open at a time, so many short journeys would end that of a long one beside them. */
afterAll(() => signOutAll(process.env['JIELONG_URL'] ?? ''));

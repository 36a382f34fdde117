import { expect, test } from '@jest/globals';
import { isPage, serviceFor } from './routing.js';

test.each([
  ['/supply-runs', 'orders'],
  ['/supply-runs/1/orders', 'orders'],
  ['/supply-runs/1/lock', 'orders'],
  ['/purchases/1/purchase', 'orders'],
  ['/imports/catalogue', 'orders'],
  ['/steps/orders', 'orders'],
  ['/supply-runs/1/custody', 'logistics'],
  ['/supply-runs/1/pickup-orders/find', 'logistics'],
  ['/supply-runs/1/close-pickup', 'logistics'],
  ['/supply-runs/1/disposal', 'logistics'],
  ['/supply-runs/1/sheets/pickup', 'logistics'],
  ['/trips/1/handoff', 'logistics'],
  ['/pickups/batch', 'logistics'],
  ['/steps/logistics', 'logistics'],
  ['/imports/organisation', 'members'],
  ['/exports/organisation', 'members'],
  ['/groups/1/leader', 'members'],
  ['/people/D001/move', 'members'],
  ['/households/1', 'members'],
  ['/households/find', 'members'],
  ['/community', 'members'],
  ['/join', 'members'],
  ['/oidc/callback', 'members'],
  ['/keys/1/rotation', 'members'],
  ['/steps/orders/page', 'orders'],
  ['/steps/logistics/links', 'logistics'],
  ['/steps', undefined],
  ['/nothing', undefined],
])('%s is answered by %s', (path, service) => expect(serviceFor(path)).toBe(service));

test.each([
  ['/api/join', true],
  ['/api/oidc/callback', true],
  ['/api/steps/logistics/page', true],
  ['/api/steps/logistics/page/x', false],
  ['/api/steps/logistics/links', false],
])('%s is a page: %s', (path, is) => expect(isPage(path)).toBe(is));

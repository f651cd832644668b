/** The document in a frame without Python: the kernel renders, and is told of events. */
import '../client/early';
import { Page } from './page';
import { onPort } from './port';

onPort(
  (tell) =>
    new Page(
      () => ({
        order(order) {
          if (typeof order === 'string') tell({ say: order });
          else if ('start' in order) tell({ start: true });
          else if ('devtools' in order) tell({ look: order.devtools });
        },
      }),
      tell,
    ),
);

// The state of the server and its warehouse, asked for again and again: pages follow a new run by it.
import { ApiError, getJson } from './api';
import type { Definitions } from './figures';
import type { Status } from './types';

const kPatience = 4000; // milliseconds

class Warehouse {
  status = $state.raw<Status | null>(null);
  error = $state.raw<ApiError | null>(null);
  /// Changes when there is other data to show.
  readonly id = $derived(this.status?.warehouse.state === 'ready' ? this.status.warehouse.id : '');

  async look() {
    try {
      this.status = await getJson<Status>('status');
      this.error = null;
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError('failed', String(error));
    }
  }

  /// Looks until `stop` is called.
  watch(): () => void {
    const timer = setInterval(() => document.visibilityState === 'visible' && this.look(), kPatience);
    void this.look();
    return () => clearInterval(timer);
  }
}

export const warehouse = new Warehouse();

/// The facts and pages that there are; asked for again when the warehouse is another one.
class Known {
  all = $state.raw<Definitions | null>(null);
  error = $state.raw<ApiError | null>(null);

  async look() {
    try {
      this.all = await getJson<Definitions>('dashboard');
      this.error = null;
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError('failed', String(error));
    }
  }

  fact(name: string | null | undefined) {
    return this.all?.facts.find((one) => one.name === name);
  }
}

export const known = new Known();

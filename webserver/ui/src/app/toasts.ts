export interface Toast {
  readonly id: number;
  readonly kind: "done" | "error";
  readonly text: string;
}

const DONE_MILLIS = 4_000;
const ERROR_MILLIS = 12_000;

/** Short messages about what the user just did; they leave by themselves. */
export class Toasts {
  readonly #listeners = new Set<() => void>();
  #list: ReadonlyArray<Toast> = [];
  #nextId = 1;

  readonly list = (): ReadonlyArray<Toast> => this.#list;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  show(kind: Toast["kind"], text: string): void {
    const toast = { id: this.#nextId++, kind, text };
    this.#set([...this.#list, toast]);
    setTimeout(() => this.close(toast.id), kind === "done" ? DONE_MILLIS : ERROR_MILLIS);
  }

  close(id: number): void {
    this.#set(this.#list.filter(toast => toast.id !== id));
  }

  #set(list: ReadonlyArray<Toast>): void {
    this.#list = list;
    for (const listener of this.#listeners) listener();
  }
}

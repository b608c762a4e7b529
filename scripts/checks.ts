/** Proves things one after another, says what became of each, and goes on after a failure. */
export class Checks {
  readonly #context: () => string;
  #passed = 0;
  #failed = 0;

  /** @param context what to add to a failure: what happened until then */
  constructor(context: () => string = () => '') {
    this.#context = context;
  }

  readonly check = async (name: string, prove: () => void | Promise<void>): Promise<void> => {
    try {
      await prove();
      this.#passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      this.#failed += 1;
      const reasons = [error instanceof Error ? error.message : String(error), this.#context()];
      console.log([`failed  ${name}`, ...reasons.filter((reason) => reason !== '')].join('\n        '));
    }
  };

  /** Says how many there were and ends the process. */
  end(): never {
    console.log(`${String(this.#passed)} passed, ${String(this.#failed)} failed`);
    process.exit(this.#failed === 0 ? 0 : 1);
  }
}

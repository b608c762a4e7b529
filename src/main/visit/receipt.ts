import { assign } from 'xstate';
import { printerFault, type PrintJob, type VisitContext } from './context.ts';
import { faultOf, type VisitKit, type VisitPorts } from './kit.ts';

/** B5: the receipt is issued, then printed; what became of the paper is only what the printer says. */
export function receiptState({ ports, reportOutcome, visitSetup }: VisitKit) {
  return visitSetup.createStateConfig({
    entry: [
      'newScreen',
      assign(({ context }) => ({
        job: unfinishedJob(context) ?? newJob(context, ports),
        receipt: null,
        outcome: null,
        printFault: null,
      })),
    ],
    initial: 'issuing',
    states: {
      issuing: {
        invoke: {
          src: 'issueReceipt',
          input: ({ context }) => context,
          onDone: [
            {
              guard: ({ context, event }) => event.output.ok && context.job?.delivery === 'print',
              target: 'printing',
              actions: assign(({ event }) => (event.output.ok ? { receipt: event.output.value } : {})),
            },
            {
              guard: ({ event }) => event.output.ok,
              target: 'done',
              actions: [
                assign(({ context, event }) => ({
                  ...(event.output.ok ? { receipt: event.output.value } : {}),
                  outcome: 'not_printed' as const,
                  printFault: printerFault(context.printer),
                })),
                ({ context }) => reportOutcome(context, 'not_printed', context.printFault),
              ],
            },
            { target: '#fault', actions: assign(({ event }) => faultOf(event.output)) },
          ],
        },
      },
      printing: {
        entry: ({ context }) => {
          const { answer, identity, job, language, receipt } = context;
          if (answer === null || identity === null || job === null || receipt === null)
            throw new Error('printing needs an answer, an identity and a receipt');
          const document = ports.composeReceipt({ answer, identity, receipt, language });
          ports.devices.send({ type: 'printer.print', jobId: job.id, document });
        },
        exit: ({ context: { job } }) => {
          if (job !== null) ports.devices.send({ type: 'printer.cancel', jobId: job.id });
        },
        on: {
          'printer.outcome': {
            guard: ({ context, event }) => event.jobId === context.job?.id,
            target: 'done',
            actions: [
              assign(({ event }) => ({ outcome: event.outcome, printFault: event.reason })),
              ({ context, event }) => reportOutcome(context, event.outcome, event.reason),
            ],
          },
        },
        after: {
          printLimit: {
            target: 'done',
            actions: [
              assign({ outcome: 'unknown', printFault: 'no_answer' }),
              ({ context }) => reportOutcome(context, 'unknown', 'no_answer'),
            ],
          },
        },
      },
      done: { entry: 'newScreen', on: { continue: '#rating', back: '#status' } },
    },
  });
}

const newJob = (context: VisitContext, { randomId }: Pick<VisitPorts, 'randomId'>): PrintJob => ({
  id: randomId(),
  delivery: printerFault(context.printer) === null ? 'print' : 'qr',
});

/** A job that was asked for but never issued: asking again must not make a second receipt. */
const unfinishedJob = (context: VisitContext): PrintJob | null => (context.receipt === null ? context.job : null);

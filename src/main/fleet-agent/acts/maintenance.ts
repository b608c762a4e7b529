import type { JobArgs } from '../../../../contract/fleet/messages.ts';
import type { WindowReason } from '../../../bridge/staff.ts';
import { OFFICE_ACCOUNT, type Maintenance } from '../../staff/maintenance.ts';
import type { JobActs } from '../job-desk.ts';
import { succeeded } from './ends.ts';

/** The one window of the kiosk, whoever opens it: the staff room shows what an officer began, and ends it too. */
export const maintenanceActs = (maintenance: Maintenance): Pick<JobActs, 'end_maintenance' | 'start_maintenance'> => ({
  start_maintenance: async ({ args }) => {
    const { minutes, reason } = args satisfies JobArgs<'start_maintenance'> & { readonly reason: WindowReason };
    maintenance.start(minutes, reason, OFFICE_ACCOUNT);
    return succeeded({ minutes });
  },
  end_maintenance: async () => {
    const wasUnderWay = maintenance.isUnderWay;
    maintenance.end('chosen', OFFICE_ACCOUNT);
    return succeeded({ was_under_way: wasUnderWay });
  },
});

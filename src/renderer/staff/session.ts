import { createContext, useContext } from 'react';
import type { StaffRight, StaffSession } from '../../bridge/staff.ts';

/** Who has signed in; null before. */
export const SessionContext = createContext<StaffSession | null>(null);

/** Whether whoever has signed in may do something; the kiosk process asks again. */
export const useMay = (right: StaffRight): boolean => useContext(SessionContext)?.may.includes(right) ?? false;

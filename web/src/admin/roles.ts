// SPDX-License-Identifier: Apache-2.0
// Roles in the order in which people meet them. Which may stand together the server decides.
import type { Role } from '@/api/types';

export const workRoles: Role[] = ['clerk', 'handler', 'head', 'operator', 'supervisor', 'leader'];
export const adminRoles: Role[] = ['sysadmin', 'secadmin', 'auditor'];
export const allRoles: Role[] = [...workRoles, ...adminRoles];

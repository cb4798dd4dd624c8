-- SPDX-License-Identifier: Apache-2.0
-- PostgreSQL: which districts have something due, of all of them, once a second. SQLite hops from district to district along their own indexes, which cannot be said to many machines at once.
--@ postgres
CREATE INDEX job_due ON job (at, district);
CREATE INDEX mail_due ON mail (at, district) WHERE state = 0;
--@ both

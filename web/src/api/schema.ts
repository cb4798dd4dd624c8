// SPDX-License-Identifier: Apache-2.0
// Made from api/openapi.json by `npm run api`; not written by hand.

export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts by login; 50 to a page */
        get: operations["get_api_v1_accounts"];
        put?: never;
        /** Make an account, without roles; its first password is shown this once */
        post: operations["post_api_v1_accounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account */
        get: operations["get_api_v1_accounts_id"];
        /** Rename an account or move it to another unit */
        put: operations["put_api_v1_accounts_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disable an account and end its sessions */
        post: operations["post_api_v1_accounts_id_disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set where letters to an account go, or that there is nowhere */
        put: operations["put_api_v1_accounts_id_email"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable an account */
        post: operations["post_api_v1_accounts_id_enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new first password, shown this once; ends its sessions */
        post: operations["post_api_v1_accounts_id_reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an account its roles */
        post: operations["post_api_v1_accounts_id_roles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where an account is signed in */
        get: operations["get_api_v1_accounts_id_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/sessions/{sid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session of an account */
        delete: operations["delete_api_v1_accounts_id_sessions_sid"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unlock an account before its time */
        post: operations["post_api_v1_accounts_id_unlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assisting units: awaited, to be decided on, all */
        get: operations["get_api_v1_assists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A year's weekdays off and weekend days worked */
        get: operations["get_api_v1_calendar_year"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tables that the district has set, newest first */
        get: operations["get_api_v1_calendars"];
        /** Sets a year's table; due days move in the background */
        put: operations["put_api_v1_calendars"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is still to be moved to the calendar in force */
        get: operations["get_api_v1_calendars_moves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a table and says what it would do to matters in hand */
        post: operations["post_api_v1_calendars_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The queue of calls */
        get: operations["get_api_v1_callbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The catalogue, by code */
        get: operations["get_api_v1_categories"];
        put?: never;
        /** Add to the catalogue */
        post: operations["post_api_v1_categories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change, open or close a node of the catalogue */
        put: operations["put_api_v1_categories_code"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A period at a glance */
        get: operations["get_api_v1_dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All figures of a period as CSV; recorded */
        get: operations["get_api_v1_dashboard_export_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard/export.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All figures of a period with their definitions as a workbook; recorded */
        get: operations["get_api_v1_dashboard_export_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Definitions of all figures */
        get: operations["get_api_v1_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/figures/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One figure, or its breakdown */
        get: operations["get_api_v1_figures_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/figures/{key}/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A figure with its parts as CSV; recorded */
        get: operations["get_api_v1_figures_key_export_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/figures/{key}/export.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A figure with its parts, rows and definition as a workbook; recorded */
        get: operations["get_api_v1_figures_key_export_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/figures/{key}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rows behind a figure */
        get: operations["get_api_v1_figures_key_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a workbook of accounts; with `confirm`, do it */
        post: operations["post_api_v1_imports_accounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/accounts/template.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workbook to fill in: accounts */
        get: operations["get_api_v1_imports_accounts_template_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a workbook of the catalogue; with `confirm`, do it */
        post: operations["post_api_v1_imports_categories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/categories/template.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workbook to fill in: the catalogue */
        get: operations["get_api_v1_imports_categories_template_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a workbook of units; with `confirm`, do it */
        post: operations["post_api_v1_imports_units"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/units/template.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workbook to fill in: units */
        get: operations["get_api_v1_imports_units_template_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scheduled work: what waits, failed or was done lately */
        get: operations["get_api_v1_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a failed or a repeating job run now */
        post: operations["post_api_v1_jobs_id_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entries of the log, latest first */
        get: operations["get_api_v1_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/log/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sealed blocks, latest first */
        get: operations["get_api_v1_log_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/log/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The head of the sealed chain */
        get: operations["get_api_v1_log_head"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Letters, latest first, and how notices stand; addresses are not shown */
        get: operations["get_api_v1_mails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mails/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a letter to myself now, and say what the mail server answered */
        post: operations["post_api_v1_mails_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledger: filtered, sorted, paged */
        get: operations["get_api_v1_matters"];
        put?: never;
        /** Register a matter; join or dispatch it in the same act */
        post: operations["post_api_v1_matters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One matter with its story */
        get: operations["get_api_v1_matters_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/amend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct title, kind, category or urgency */
        post: operations["post_api_v1_matters_id_amend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer with what was done */
        post: operations["post_api_v1_matters_id_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/arbitrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Uphold or reject an objection */
        post: operations["post_api_v1_matters_id_arbitrate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/assist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Name an assisting unit, or ask for one */
        post: operations["post_api_v1_matters_id_assist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/assist_answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer the lead */
        post: operations["post_api_v1_matters_id_assist_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/assist_decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant or refuse what the lead asks for; withdraw, replace or keep an assisting unit */
        post: operations["post_api_v1_matters_id_assist_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/assist_object": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Object to assisting, with the reason */
        post: operations["post_api_v1_matters_id_assist_object"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/assist_sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign for one's own part */
        post: operations["post_api_v1_matters_id_assist_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/assist_urge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Urge an assisting unit whose answer is awaited */
        post: operations["post_api_v1_matters_id_assist_urge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record a call-back: the four answers, or not reached */
        post: operations["post_api_v1_matters_id_callback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record a contact with the caller */
        post: operations["post_api_v1_matters_id_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/countersign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign a stage reply off, or return it */
        post: operations["post_api_v1_matters_id_countersign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/dispatch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send to a lead unit */
        post: operations["post_api_v1_matters_id_dispatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for more time, with the reason */
        post: operations["post_api_v1_matters_id_extend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant or refuse more time */
        post: operations["post_api_v1_matters_id_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join a repeat to the matter it repeats */
        post: operations["post_api_v1_matters_id_join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write a note */
        post: operations["post_api_v1_matters_id_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/object": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Object to a dispatch, with the reason */
        post: operations["post_api_v1_matters_id_object"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/papers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The papers issued on a matter, and which may be issued */
        get: operations["get_api_v1_matters_id_papers"];
        put?: never;
        /** Issue an order or a receipt: it gets its number or its code */
        post: operations["post_api_v1_matters_id_papers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/papers/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A paper of a matter, as it was issued */
        get: operations["get_api_v1_matters_id_papers_n"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/park": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask to park what cannot be done for now */
        post: operations["post_api_v1_matters_id_park"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/parking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or refuse a parking */
        post: operations["post_api_v1_matters_id_parking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign for a dispatch */
        post: operations["post_api_v1_matters_id_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/signoff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign an answer off, or return it */
        post: operations["post_api_v1_matters_id_signoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a stage reply, and promise what comes next by a day */
        post: operations["post_api_v1_matters_id_stage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/unpark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a parked matter back before its review day */
        post: operations["post_api_v1_matters_id_unpark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw at the caller's wish */
        post: operations["post_api_v1_matters_id_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many matters a filter has, exactly */
        get: operations["get_api_v1_matters_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The filtered ledger as CSV; recorded */
        get: operations["get_api_v1_matters_export_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/export.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The filtered ledger as a workbook; recorded */
        get: operations["get_api_v1_matters_export_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/digest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My day in numbers, as of now */
        get: operations["get_api_v1_my_digest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/notice-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How I want to be told */
        get: operations["get_api_v1_my_notice_settings"];
        /** Change how I want to be told */
        put: operations["put_api_v1_my_notice_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I was told, latest first */
        get: operations["get_api_v1_my_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/notices/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark one as read */
        post: operations["post_api_v1_my_notices_id_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/notices/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many notices I have not read; counted to 1000 */
        get: operations["get_api_v1_my_notices_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/notices/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark all up to this one as read */
        post: operations["post_api_v1_my_notices_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/papers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of papers and which template is in force for each */
        get: operations["get_api_v1_papers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/papers/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A template: its text, its placeholders, its versions */
        get: operations["get_api_v1_papers_kind"];
        /** Set a template: a new version, from now */
        put: operations["put_api_v1_papers_kind"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/papers/{kind}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A template as it would print, with the data of a matter, marked as a sample */
        post: operations["post_api_v1_papers_kind_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/papers/{kind}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Back to the shipped template, as a new version */
        post: operations["post_api_v1_papers_kind_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/papers/{kind}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text of one version */
        get: operations["get_api_v1_papers_kind_versions_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Callers by whole phone number, its last four digits, or name */
        get: operations["get_api_v1_parties"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parties/{id}/matters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A caller's matters, newest first */
        get: operations["get_api_v1_parties_id_matters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parties/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A caller's name and number in clear; the reason goes on record */
        post: operations["post_api_v1_parties_id_reveal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The district's parameters in force */
        get: operations["get_api_v1_policy"];
        /** Set the district's parameters: a new version, from today */
        put: operations["put_api_v1_policy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Programmes, newest first */
        get: operations["get_api_v1_programmes"];
        put?: never;
        /** Plan a programme with its actions */
        post: operations["post_api_v1_programmes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A programme with its tasks, now or at the end of a month */
        get: operations["get_api_v1_programmes_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close all months up to this one */
        post: operations["post_api_v1_programmes_id_lock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a closed month and those after it, with the reason */
        post: operations["post_api_v1_programmes_id_open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up a task with its indicators */
        post: operations["post_api_v1_programmes_id_tasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ranking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units beside each other: figures of one kind with rank and change */
        get: operations["get_api_v1_ranking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/region": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Districts of one's city or province beside each other, with their sum */
        get: operations["get_api_v1_region"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/review-tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What reviews decided and what became of it */
        get: operations["get_api_v1_review_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Regular reviews, newest first */
        get: operations["get_api_v1_reviews"];
        put?: never;
        /** Plan a review; its agenda collects itself */
        post: operations["post_api_v1_reviews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One review with its agenda */
        get: operations["get_api_v1_reviews_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a matter on the agenda, with the reason */
        post: operations["post_api_v1_reviews_id_ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call the meeting off */
        post: operations["post_api_v1_reviews_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change day, scope, topic or place */
        post: operations["post_api_v1_reviews_id_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the meeting */
        post: operations["post_api_v1_reviews_id_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Collect the agenda anew */
        post: operations["post_api_v1_reviews_id_collect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm a report, or send it back */
        post: operations["post_api_v1_reviews_id_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide on an item */
        post: operations["post_api_v1_reviews_id_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an item off, with the reason */
        post: operations["post_api_v1_reviews_id_drop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/minutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The minutes of a closed review, as PDF */
        get: operations["get_api_v1_reviews_id_minutes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin the meeting */
        post: operations["post_api_v1_reviews_id_open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report that a decision was carried out */
        post: operations["post_api_v1_reviews_id_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what they may do */
        get: operations["get_api_v1_session"];
        put?: never;
        /** Sign in */
        post: operations["post_api_v1_session"];
        /** Sign out */
        delete: operations["delete_api_v1_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's password; ends one's other sessions */
        post: operations["post_api_v1_session_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's sessions */
        get: operations["get_api_v1_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one's sessions */
        delete: operations["delete_api_v1_sessions_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first run is still to come */
        get: operations["get_api_v1_setup"];
        put?: never;
        /** First run: make the district and its three administrators */
        post: operations["post_api_v1_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Urges, orders and notifications: filtered, sorted, paged */
        get: operations["get_api_v1_supervisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them with its story */
        get: operations["get_api_v1_supervisions_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer an order */
        post: operations["post_api_v1_supervisions_id_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not take up what is proposed */
        post: operations["post_api_v1_supervisions_id_dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/escalate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Raise an order to the next colour */
        post: operations["post_api_v1_supervisions_id_escalate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue a proposed order, or a notification that was drawn up */
        post: operations["post_api_v1_supervisions_id_issue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/judge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept or refuse the unit's answer */
        post: operations["post_api_v1_supervisions_id_judge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a red order, or a matter with a cause, into a notification */
        post: operations["post_api_v1_supervisions_id_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/papers/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An urge, a notification (1), or step n of an order, as a document */
        get: operations["get_api_v1_supervisions_id_papers_n"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledge an urge, with or without words */
        post: operations["post_api_v1_supervisions_id_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign for a notification, as head of a unit */
        post: operations["post_api_v1_supervisions_id_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/strike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a unit out of a notification that is being drawn up */
        post: operations["post_api_v1_supervisions_id_strike"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw an order */
        post: operations["post_api_v1_supervisions_id_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many a filter has, exactly */
        get: operations["get_api_v1_supervisions_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The filtered page as CSV */
        get: operations["get_api_v1_supervisions_export_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw up a notification of units */
        post: operations["post_api_v1_supervisions_notifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Raise a supervision order on a matter */
        post: operations["post_api_v1_supervisions_orders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What of supervision waits for me */
        get: operations["get_api_v1_supervisions_queues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/supervisions/urges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Urge the unit in charge of a matter */
        post: operations["post_api_v1_supervisions_urges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/target-work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is to be signed, reported or verified, the most urgent first */
        get: operations["get_api_v1_target_work"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A task with its indicators and reports */
        get: operations["get_api_v1_targets_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept the task as done and strike it off */
        post: operations["post_api_v1_targets_id_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Assign the task to its units */
        post: operations["post_api_v1_targets_id_assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/breakdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Break the indicators down over units and months */
        post: operations["post_api_v1_targets_id_breakdown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report what was done in a period, with the evidence */
        post: operations["post_api_v1_targets_id_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a report back, with the reason */
        post: operations["post_api_v1_targets_id_return"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign for one's unit */
        post: operations["post_api_v1_targets_id_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/untrue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find a verified report untrue: it counts no more */
        post: operations["post_api_v1_targets_id_untrue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verify a report of somebody else */
        post: operations["post_api_v1_targets_id_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/time-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules of time, newest version first */
        get: operations["get_api_v1_time_rules"];
        /** A new version of the rules of time, from a day on */
        put: operations["put_api_v1_time_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/time-rules/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a matter dispatched on a day would be due */
        get: operations["get_api_v1_time_rules_trial"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole tree of units, parents first */
        get: operations["get_api_v1_units"];
        put?: never;
        /** Make a unit */
        post: operations["post_api_v1_units"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Rename or move a unit */
        put: operations["put_api_v1_units_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a unit that nothing hangs on */
        post: operations["post_api_v1_units_id_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for me, what runs out first */
        get: operations["get_api_v1_work"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An account */
        Account: {
            /** Format: date-time */
            created_at: string;
            /** @description Where letters go, masked; null: nowhere. Not in lists */
            email?: string | null;
            id: string;
            /** Format: date-time */
            last_sign_in_at: string | null;
            login: string;
            must_change_password: boolean;
            name: string;
            name_en: string;
            roles: ("clerk" | "handler" | "head" | "operator" | "supervisor" | "leader" | "sysadmin" | "secadmin" | "auditor")[];
            seq: number;
            /** @enum {string} */
            state: "active" | "disabled" | "locked";
            unit: components["schemas"]["UnitRef"];
        };
        /** @description A new account with its first password, shown this once */
        AccountCreated: {
            /** Format: date-time */
            created_at: string;
            /** @description Where letters go, masked; null: nowhere. Not in lists */
            email?: string | null;
            id: string;
            initial_password: string;
            /** Format: date-time */
            last_sign_in_at: string | null;
            login: string;
            must_change_password: boolean;
            name: string;
            name_en: string;
            roles: ("clerk" | "handler" | "head" | "operator" | "supervisor" | "leader" | "sysadmin" | "secadmin" | "auditor")[];
            seq: number;
            /** @enum {string} */
            state: "active" | "disabled" | "locked";
            unit: components["schemas"]["UnitRef"];
        };
        AccountPage: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["Account"][];
            next_cursor: string | null;
        };
        /** @description Any JSON object */
        Anything: Record<string, never>;
        /** @description A unit that assists the lead, or that the lead asks for: what is asked, its own clocks, what it answered to the lead */
        Assist: {
            /** @description to the lead */
            answer: string | null;
            /** Format: date */
            answered_day: string | null;
            ask: string | null;
            /** Format: date */
            asked_day: string;
            /** @description who named it, or asked for it */
            by: string;
            clocks: components["schemas"]["Clock"][];
            /** Format: date */
            ended_day: string | null;
            /** @description decided upon: it may not object again */
            final: boolean;
            /** @description it answered after its due day */
            late: boolean;
            n: number;
            /** Format: date */
            named_day: string | null;
            /** @description of the decision about it */
            note: string | null;
            /** @description of its objection */
            reason: string | null;
            /** @description the one it stands for */
            replaces: number | null;
            /** Format: date */
            signed_day: string | null;
            /** @enum {string} */
            state: "asked" | "named" | "signed" | "objected" | "answered" | "withdrawn" | "refused" | "lapsed";
            unit: components["schemas"]["UnitRef"];
            /** @description how often by hand, by the lead or the supervision office */
            urged: number;
            /**
             * Format: date
             * @description the last time
             */
            urged_day: string | null;
        };
        AssistPage: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["AssistRow"][];
            next_cursor: string | null;
        };
        /** @description A unit that assists, or is asked for: the matter, and its own part of it */
        AssistRow: {
            /** Format: date */
            answered_day: string | null;
            assist: {
                /** Format: date */
                answered_day: string | null;
                /**
                 * Format: date
                 * @description named; asked for before that
                 */
                day: string;
                days_left: number | null;
                /** Format: date */
                due_day: string | null;
                /** @enum {string} */
                light: "green" | "yellow" | "red" | "blue" | "grey" | "none";
                n: number;
                on_time: boolean | null;
                /** @enum {string} */
                state: "asked" | "named" | "signed" | "objected" | "answered" | "withdrawn" | "refused" | "lapsed";
                unit: components["schemas"]["UnitRef"];
            };
            /** @enum {string} */
            caller_kind: "enterprise" | "person" | "anonymous";
            category: {
                code: string;
                name: string;
                name_en: string;
            };
            /** @enum {string} */
            channel: "counter" | "phone" | "letter" | "web" | "visit";
            /** Format: date */
            closed_day: string | null;
            /** Format: date */
            day: string;
            days_left: number | null;
            /** Format: date */
            due_day: string | null;
            id: string;
            /** @enum {string} */
            kind: "help" | "consultation" | "complaint" | "suggestion" | "enterprise";
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "blue" | "grey" | "none";
            number: string;
            /** @enum {string|null} */
            pending: "extension_head" | "extension_office" | "parking" | "stage" | null;
            /**
             * Format: date
             * @description promised to the caller and still owed
             */
            promise_day: string | null;
            /** Format: date-time */
            registered_at: string;
            round: number;
            seq: number;
            /** @enum {string} */
            state: "registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked";
            title: string;
            unit: components["schemas"]["UnitRef"] | null;
            /** @enum {string} */
            urgency: "normal" | "urgent" | "critical";
        };
        /** @description A year's days off and weekend days worked */
        Calendar: {
            days_off: string[];
            days_worked: string[];
            known: boolean;
            year: number;
        };
        /** @description A day of a table */
        CalendarDay: {
            /** Format: date */
            day: string;
            /** @enum {string} */
            kind: "off" | "worked";
            name: string | null;
        };
        /** @description A table as it was read, and what it would do */
        CalendarEffect: {
            days: components["schemas"]["CalendarDay"][];
            moves: components["schemas"]["CalendarMoves"];
        };
        /** @description A matter whose due day moves */
        CalendarMove: {
            /** @enum {string} */
            clock: "contact" | "sign" | "answer" | "callback" | "assist" | "tell";
            /** Format: date */
            due_day: string | null;
            id: string;
            number: string;
            overdue: boolean;
            unit: components["schemas"]["UnitRef"] | null;
            /** Format: date */
            was_due: string | null;
        };
        /** @description What a calendar does to matters in hand */
        CalendarMoves: {
            /** @description were provisional */
            certain: number;
            exact: boolean;
            items: components["schemas"]["CalendarMove"][];
            moved: number;
            no_longer_overdue: number;
            /** @description become overdue */
            overdue: number;
        };
        /** @description A year's table as it was set: the national notice, or the district's own days */
        CalendarTable: {
            days: components["schemas"]["CalendarDay"][];
            own: boolean;
            /** Format: date */
            set_day: string;
            version: number;
            year: number;
        };
        /** @description The tables that the district has set beside the shipped ones, newest first */
        CalendarTables: {
            calendar: string;
            first_year: number;
            last_year: number;
            seq: number;
            tables: components["schemas"]["CalendarTable"][];
        };
        CallPage: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["CallRow"][];
            next_cursor: string | null;
        };
        /** @description A call to be made */
        CallRow: {
            /** Format: date */
            answered_day: string | null;
            /** Format: date */
            call_due_day: string;
            /** @enum {string} */
            caller_kind: "enterprise" | "person" | "anonymous";
            category: {
                code: string;
                name: string;
                name_en: string;
            };
            /** @enum {string} */
            channel: "counter" | "phone" | "letter" | "web" | "visit";
            /** Format: date */
            closed_day: string | null;
            /** Format: date */
            day: string;
            days_left: number | null;
            /** Format: date */
            due_day: string | null;
            id: string;
            /** @enum {string} */
            kind: "help" | "consultation" | "complaint" | "suggestion" | "enterprise";
            /** Format: date-time */
            last_try_at: string | null;
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "blue" | "grey" | "none";
            /** Format: date */
            next_try_day: string;
            number: string;
            /** @enum {string|null} */
            pending: "extension_head" | "extension_office" | "parking" | "stage" | null;
            /**
             * Format: date
             * @description promised to the caller and still owed
             */
            promise_day: string | null;
            /** Format: date-time */
            registered_at: string;
            round: number;
            /** @enum {string} */
            round_kind: "answer" | "withdrawal";
            seq: number;
            /** @enum {string} */
            state: "registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked";
            title: string;
            tries: number;
            unit: components["schemas"]["UnitRef"] | null;
            /** @enum {string} */
            urgency: "normal" | "urgent" | "critical";
        };
        /** @description A node of the catalogue; a matter takes one of level 3 */
        Category: {
            code: string;
            lead: string | null;
            level: number;
            name: string;
            name_en: string;
            open: boolean;
            parent: string | null;
            seq: number;
        };
        /** @description The whole catalogue, parents first */
        CategoryList: {
            items: components["schemas"]["Category"][];
        };
        /** @description A deadline: what runs, since when, by which rule */
        Clock: {
            calendar: string;
            count_first_day: boolean;
            days_left: number | null;
            /**
             * Format: date-time
             * @description the last moment in time, where the rule is in hours
             */
            due_at: string | null;
            /**
             * Format: date
             * @description null while the clock is paused
             */
            due_day: string | null;
            extended_days: number;
            /** @enum {string} */
            kind: "contact" | "sign" | "answer" | "callback" | "stage" | "assist" | "tell";
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "blue" | "grey" | "none";
            provisional: boolean;
            /** @description a last day on a day off moves to the next working day */
            rolled: boolean;
            /** @description 5wd, 60d, 2h */
            rule: string;
            source: string;
            source_en: string;
            /** Format: date */
            started_day: string;
            /** Format: date */
            stopped_day: string | null;
            /** @description of the rules of time */
            version: number;
            /**
             * Format: date-time
             * @description the moment, where it is not the day's beginning
             */
            warn_at: string | null;
            /**
             * Format: date
             * @description the light is yellow from then on
             */
            warn_day: string | null;
            /** @description so long before the end (1wd, 10d, 4h), or when a share of the time has passed (80%); empty: on the last day */
            warning: string;
        };
        /** @description How many rows; not exact means "at least" */
        Count: {
            exact: boolean;
            n: number;
        };
        /** @description A period at a glance */
        Dashboard: {
            by_caller_kind: components["schemas"]["Figure"][];
            by_category: components["schemas"]["Figure"][];
            by_channel: components["schemas"]["Figure"][];
            cards: components["schemas"]["Figure"][];
            period: string;
            trend: {
                key: string;
                points: components["schemas"]["Figure"][];
            }[];
        };
        /** @description My day in numbers, as of now */
        Digest: {
            /** Format: date-time */
            at: string;
            /** @description What happened since yesterday, by kind of notice */
            kinds: {
                kind: string;
                n: number;
                title: string;
            }[];
            lines: {
                exact: boolean;
                key: string;
                n: number;
                path: string;
                title: string;
            }[];
            /** Format: date-time */
            next_at: string | null;
        };
        /** @description One sending to a unit */
        Dispatch: {
            /** Format: date-time */
            at: string;
            /** Format: date */
            day: string;
            final: boolean;
            n: number;
            /** Format: date-time */
            objected_at: string | null;
            /** @enum {string} */
            outcome: "open" | "signed" | "objection_open" | "objection_upheld" | "objection_rejected" | "withdrawn";
            /** Format: date */
            sign_due_day: string;
            /** Format: date-time */
            signed_at: string | null;
            unit: components["schemas"]["UnitRef"];
        };
        /** @enum {string} */
        ErrorCode: "invalid_fields" | "required" | "too_long" | "too_short" | "wrong_type" | "out_of_range" | "unknown_value" | "unknown_field" | "unknown_category" | "unknown_unit" | "impossible_day" | "future_day" | "bad_text" | "bad_phone" | "bad_json" | "bad_query" | "body_too_large" | "unsupported_type" | "not_found" | "no_route" | "method_not_allowed" | "not_signed_in" | "bad_credentials" | "locked" | "account_disabled" | "password_change_required" | "csrf" | "forbidden" | "not_your_unit" | "conflict" | "key_reused" | "key_required" | "wrong_state" | "already_exists" | "objection_final" | "pushed_down" | "handler_may_not_call" | "own_answer" | "cannot_join_itself" | "request_open" | "own_request" | "limit_reached" | "too_late" | "last_administrator" | "roles_incompatible" | "weak_password" | "same_password" | "bad_token" | "unit_in_use" | "unknown_figure" | "bad_period" | "bad_login" | "own_account" | "category_in_use" | "unit_circle" | "unknown_placeholder" | "lacks_placeholder" | "bad_template" | "too_slow" | "busy" | "store_away" | "outcome_unknown" | "storage_full" | "tampered" | "internal" | "agenda_empty" | "agenda_full" | "items_undecided" | "only_the_lead" | "no_working_day" | "own_report" | "time_rule_twice" | "time_rule_missing" | "calendar_no_change" | "calendar_day_twice" | "not_a_workbook" | "workbook_locked" | "workbook_broken" | "workbook_too_large" | "workbook_unsafe" | "assist_outstanding" | "period_closed" | "targets_unmet" | "split_mismatch" | "bad_amount";
        /** @description One entry of an object's story */
        Event: {
            action: string;
            actor: {
                id: string | null;
                name: string;
                unit: string;
            };
            /** Format: date-time */
            at: string;
            data: Record<string, never>;
            /** Format: date */
            day: string;
            id: string;
            seq: number;
            texts: {
                [key: string]: string | null;
            };
        };
        /** @description More time that a unit asked for */
        Extension: {
            /** Format: date */
            asked_day: string;
            by: string;
            days: number;
            /** Format: date */
            decided_day: string | null;
            /** Format: date */
            due_day: string;
            /** @enum {string} */
            level: "head" | "office";
            n: number;
            note: string | null;
            /** @enum {string} */
            outcome: "open" | "approved" | "refused" | "lapsed";
            reason: string | null;
            /** Format: date */
            to_day: string;
            unit: components["schemas"]["UnitRef"];
        };
        /** @description A figure for a period, with the counts behind it */
        Figure: {
            amount: number | null;
            /** Format: date */
            as_of: string | null;
            base: number | null;
            /** @description value less previous, as printed */
            change?: number | null;
            /** @enum {string} */
            counted: "tallies" | "rows";
            key: string;
            /** @description The value of the same days a year ago */
            last_year?: number | null;
            last_year_change?: number | null;
            last_year_period?: string;
            last_year_rows?: string;
            n: number | null;
            N: number | null;
            part?: {
                name: string;
                name_en: string;
                value: string;
            } | null;
            parts?: components["schemas"]["Figure"][] | null;
            period: string;
            /** @description The value of the period before */
            previous?: number | null;
            previous_period?: string;
            previous_rows?: string;
            /** @description Among the units, equals sharing it; null without a value */
            rank?: number | null;
            /** @description How many units have a rank */
            ranked?: number;
            rows: string;
            unit: string;
            value: number | null;
            version: number;
        };
        /** @description What a figure means */
        FigureDef: {
            /** @enum {string|null} */
            better: "up" | "down" | null;
            /**
             * @description The table of units in which it stands
             * @enum {string|null}
             */
            board: "loop" | "time" | "supervision" | null;
            definition: string;
            definition_en: string;
            dims: ("unit" | "category" | "channel" | "caller_kind" | "month")[];
            formula: string;
            formula_en: string;
            /** Format: date */
            from: string;
            key: string;
            /** @enum {string} */
            kind: "count" | "ratio" | "mean" | "median" | "composite";
            name: string;
            name_en: string;
            owner: string;
            owner_en: string;
            rounding: number;
            source: string;
            source_en: string;
            unit: string;
            unit_en: string;
            version: number;
        };
        FigureDefList: {
            items: components["schemas"]["FigureDef"][];
        };
        FigureList: components["schemas"]["Figure"][];
        /** @description A row behind a figure */
        FigureRow: {
            /** Format: date */
            answered_day: string | null;
            /** @enum {string} */
            caller_kind: "enterprise" | "person" | "anonymous";
            category: {
                code: string;
                name: string;
                name_en: string;
            };
            /** @enum {string} */
            channel: "counter" | "phone" | "letter" | "web" | "visit";
            /** Format: date */
            closed_day: string | null;
            /** Format: date */
            day: string;
            days_left: number | null;
            /** Format: date */
            due_day: string | null;
            id: string;
            in_n: boolean;
            /** @enum {string} */
            kind: "help" | "consultation" | "complaint" | "suggestion" | "enterprise";
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "blue" | "grey" | "none";
            number: string;
            part: number;
            /** @enum {string|null} */
            pending: "extension_head" | "extension_office" | "parking" | "stage" | null;
            /**
             * Format: date
             * @description promised to the caller and still owed
             */
            promise_day: string | null;
            /** Format: date-time */
            registered_at: string;
            round: number;
            /** Format: date */
            row_day: string | null;
            /** @description What was counted: the matter, or what speaks of it */
            row_object: string;
            row_unit: components["schemas"]["UnitRef"] | null;
            seq: number;
            share: number;
            /** @enum {string} */
            state: "registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked";
            title: string;
            unit: components["schemas"]["UnitRef"] | null;
            /** @enum {string} */
            urgency: "normal" | "urgent" | "critical";
        };
        /** @description The rows behind a figure */
        FigureRowPage: {
            count: components["schemas"]["Count"];
            def: components["schemas"]["FigureDef"];
            figure: components["schemas"]["Figure"];
            items: components["schemas"]["FigureRow"][];
            next_cursor: string | null;
        };
        /** @description The server's state in one word */
        Health: {
            /** @enum {string} */
            status: "ok" | "ready";
        };
        /** @description What a file would do, or has done. With troubles nothing is done and there is no key. */
        Import: {
            changed: number;
            /** @description The key to do exactly this: send the same file with it. */
            confirm: string | null;
            done: boolean;
            /** @description Rows that make or change something, the first 500. */
            lines: {
                /** @enum {unknown} */
                act: "make" | "change";
                name: string;
                row: number;
            }[];
            made: number;
            /** @description First passwords of accounts that were made, shown this once. */
            passwords: {
                initial_password: string;
                login: string;
                name: string;
            }[];
            rows: number;
            rows_bad: number;
            troubles: {
                accepted: string;
                cell: string;
                code: components["schemas"]["ErrorCode"];
                found: string;
                heading: string;
                sheet: string;
                title: string;
            }[];
            troubles_left_out: number;
            unchanged: number;
        };
        /** @description A new first password, shown this once */
        InitialPassword: {
            initial_password: string;
        };
        /** @description One piece of scheduled work. `at`: when it is tried next, or when it was done */
        Job: {
            /** @description Name of who had it run now */
            asked_by: string | null;
            /** Format: date-time */
            at: string;
            /** @description That failed */
            attempts: number;
            /** Format: date-time */
            due_at: string;
            /** @description Of the last attempt that failed */
            error?: string | null;
            id: string;
            kind: string;
            ledger: string | null;
            may_run: boolean;
            /** @description Earlier times that this one stood for too */
            missed?: number;
            object: string | null;
            /** @description What it did */
            said?: string | null;
            /** @enum {unknown} */
            state: "waiting" | "due" | "failed" | "done";
            title: string;
        };
        /** @description Scheduled work, and how it stands */
        JobPage: {
            health: {
                /** @description Due and not done; counted to 10 000 */
                due: number;
                /** @description That failed and will be tried again; counted to 10 000 */
                failed: number;
                /** @description Seconds since the first that is due should have run; 0: none is */
                lag_s: number;
                /** Format: date-time */
                next_at: string | null;
            };
            items: components["schemas"]["Job"][];
            next_cursor: string | null;
        };
        /** @description Sealed blocks, latest first */
        LogBlockPage: {
            items: Record<string, never>[];
            next_cursor: string | null;
        };
        /** @description The head of the sealed chain */
        LogHead: {
            /** Format: date-time */
            at: string | null;
            hash: string | null;
            height: number;
            pos: number;
            unsealed: number;
        };
        /** @description Entries of the log, latest first */
        LogPage: {
            items: Record<string, never>[];
            next_cursor: string | null;
        };
        /** @description Letters, latest first, and how notices stand */
        MailPage: {
            /** @description How notices stand */
            health: {
                /** @description Letters due */
                due: number;
                /** @description Letters that cannot be sent */
                failed: number;
                /** @description How long the oldest of them has been due */
                mail_age_s: number;
                /** @description Age of the oldest notice not yet told, in seconds; 0: none */
                outbox_age_s: number;
                /** @description Whether this server sends letters */
                ready: boolean;
            };
            items: {
                /**
                 * Format: date-time
                 * @description Next try, or when it was sent or given up
                 */
                at: string;
                error: string | null;
                id: string;
                /** Format: date-time */
                made_at: string;
                /** @enum {unknown} */
                state: "waiting" | "sent" | "failed";
                title: string;
                /** @description Name of the account */
                to: string;
                tries: number;
            }[];
            next_cursor: string | null;
        };
        /** @description What became of a test letter */
        MailTest: {
            /** @description What the mail server answered */
            error: string | null;
            sent: boolean;
            /** @description Masked */
            to: string;
        };
        /** @description A matter with its story */
        Matter: {
            actions: ("dispatch" | "sign" | "object" | "arbitrate" | "note" | "contact" | "answer" | "signoff" | "callback" | "withdraw" | "join" | "reveal" | "amend" | "extend" | "extension" | "park" | "parking" | "unpark" | "stage" | "countersign" | "assist" | "assist_decide" | "assist_sign" | "assist_object" | "assist_urge" | "assist_answer")[];
            /** Format: date */
            answered_day: string | null;
            assists: components["schemas"]["Assist"][];
            callback_questions?: null;
            caller: {
                /** @enum {string} */
                kind: "enterprise" | "person" | "anonymous";
                name: string;
                party: string | null;
                phone: string | null;
            };
            /** @enum {string} */
            caller_kind: "enterprise" | "person" | "anonymous";
            category: {
                code: string;
                name: string;
                name_en: string;
            };
            /** @enum {string} */
            channel: "counter" | "phone" | "letter" | "web" | "visit";
            clocks: components["schemas"]["Clock"][];
            /** Format: date */
            closed_day: string | null;
            /** Format: date */
            day: string;
            days_left: number | null;
            dispatches: components["schemas"]["Dispatch"][];
            /** Format: date */
            due_day: string | null;
            events: components["schemas"]["Event"][];
            extensions: components["schemas"]["Extension"][];
            id: string;
            intake_unit: components["schemas"]["UnitRef"];
            joined_into: string | null;
            /** @enum {string} */
            kind: "help" | "consultation" | "complaint" | "suggestion" | "enterprise";
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "blue" | "grey" | "none";
            number: string;
            parks: components["schemas"]["Parking"][];
            /** @enum {string|null} */
            pending: "extension_head" | "extension_office" | "parking" | "stage" | null;
            /**
             * Format: date
             * @description promised to the caller and still owed
             */
            promise_day: string | null;
            promises: components["schemas"]["Promise"][];
            /** Format: date-time */
            registered_at: string;
            related: components["schemas"]["MatterRow"][];
            repeats: components["schemas"]["MatterRow"][];
            round: number;
            rounds: components["schemas"]["Round"][];
            secret: boolean;
            seq: number;
            /** @enum {string} */
            state: "registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked";
            text: string;
            title: string;
            unit: components["schemas"]["UnitRef"] | null;
            /** @enum {string} */
            urgency: "normal" | "urgent" | "critical";
        };
        MatterPage: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["MatterRow"][];
            next_cursor: string | null;
        };
        MatterPapers: {
            items: {
                /** Format: date-time */
                at: string;
                by: string;
                /** @description Tracking code of a receipt */
                code: string | null;
                /** Format: date */
                day: string;
                /** @enum {string} */
                kind: "dispatch" | "urge" | "supervision" | "receipt" | "minutes" | "notification";
                n: number;
                number: string | null;
            }[];
            may_issue: ("dispatch" | "receipt")[];
            seq: number;
        };
        /** @description A matter as a row of a list */
        MatterRow: {
            /** Format: date */
            answered_day: string | null;
            /** @enum {string} */
            caller_kind: "enterprise" | "person" | "anonymous";
            category: {
                code: string;
                name: string;
                name_en: string;
            };
            /** @enum {string} */
            channel: "counter" | "phone" | "letter" | "web" | "visit";
            /** Format: date */
            closed_day: string | null;
            /** Format: date */
            day: string;
            days_left: number | null;
            /** Format: date */
            due_day: string | null;
            id: string;
            /** @enum {string} */
            kind: "help" | "consultation" | "complaint" | "suggestion" | "enterprise";
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "blue" | "grey" | "none";
            number: string;
            /** @enum {string|null} */
            pending: "extension_head" | "extension_office" | "parking" | "stage" | null;
            /**
             * Format: date
             * @description promised to the caller and still owed
             */
            promise_day: string | null;
            /** Format: date-time */
            registered_at: string;
            round: number;
            seq: number;
            /** @enum {string} */
            state: "registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked";
            title: string;
            unit: components["schemas"]["UnitRef"] | null;
            /** @enum {string} */
            urgency: "normal" | "urgent" | "critical";
        };
        /** @description Something that I was told. Its words are made when it is read */
        Notice: {
            /** Format: date-time */
            at: string;
            id: string;
            kind: string;
            ledger: string | null;
            object: string | null;
            /** @description The page to do it on; null: none, or no longer mine to see */
            path: string | null;
            /** Format: date-time */
            read_at: string | null;
            text: string;
            /** @description What to do; the words of the link */
            todo: string;
        };
        /** @description Notices not read; counted to 1000 */
        NoticeCount: {
            unread: number;
        };
        /** @description What I was told, latest first */
        NoticePage: {
            items: components["schemas"]["Notice"][];
            next_cursor: string | null;
            /** @description Of all; counted to 1000 */
            unread: number;
        };
        /** @description How I want to be told */
        NoticeSettings: {
            digest: boolean;
            digest_mail: boolean;
            /** @description Minutes after midnight, UTC+8 */
            digest_min: number;
            /** @description My address, masked; null: none */
            email: string | null;
            kinds: {
                bell: boolean;
                digest: boolean;
                kind: string;
                mail: boolean;
                title: string;
            }[];
            /**
             * @description Of letters
             * @enum {unknown}
             */
            lang: "zh" | "en";
            /** @description Whether this server sends letters */
            mail_ready: boolean;
            quiet_from_min: number;
            quiet_to_min: number;
        };
        /** @description The template in force; shipped: the text is the one that came with the program; versions newest first */
        PaperTemplate: {
            code: boolean;
            /** @enum {string} */
            kind: "dispatch" | "urge" | "supervision" | "receipt" | "minutes" | "notification";
            name: string;
            name_en: string;
            placeholders: {
                en: string;
                name: string;
                needed: boolean;
                zh: string;
            }[];
            shipped: boolean;
            shipped_text: string;
            table: boolean;
            text: string;
            version: number;
            versions: {
                /** Format: date-time */
                at: string;
                by: string;
                shipped: boolean;
                version: number;
            }[];
        };
        PaperTemplateList: {
            items: {
                /** @enum {string} */
                kind: "dispatch" | "urge" | "supervision" | "receipt" | "minutes" | "notification";
                name: string;
                name_en: string;
                shipped: boolean;
                version: number;
            }[];
        };
        /** @description One version of a template; version 0 is the shipped text that was never changed */
        PaperTemplateVersion: {
            /** @enum {string} */
            kind: "dispatch" | "urge" | "supervision" | "receipt" | "minutes" | "notification";
            name: string;
            name_en: string;
            shipped: boolean;
            text: string;
            version: number;
        };
        /** @description A matter that was to be parked: why, until when, what became of it */
        Parking: {
            /** Format: date */
            asked_day: string;
            by: string;
            by_itself: boolean;
            /** @enum {string} */
            class: "policy" | "funds" | "history" | "planning" | "litigation";
            /** Format: date */
            decided_day: string | null;
            /** Format: date */
            ended_day: string | null;
            n: number;
            note: string | null;
            /** @enum {string} */
            outcome: "open" | "approved" | "refused" | "lapsed";
            reason: string | null;
            /** Format: date */
            review_day: string;
            unit: components["schemas"]["UnitRef"];
        };
        /** @description A caller known from before, masked */
        PartyHit: {
            id: string;
            /** @enum {string} */
            kind: "enterprise" | "person" | "anonymous";
            /** Format: date */
            last_matter_day: string | null;
            matters: number;
            name: string;
            open_matters: number;
            phone: string | null;
        };
        PartyHitList: {
            items: components["schemas"]["PartyHit"][];
        };
        /** @description Shown on a given reason, which is on record */
        PartyRevealed: {
            name: string;
            phone: string | null;
        };
        /** @description The district's parameters in force */
        Policy: {
            assists_first: boolean;
            basically_weight: number;
            blue_days: number;
            call_days: number;
            call_tries: number;
            composite: number[];
            extend_after_due: boolean;
            extend_head_days: number;
            extend_total_days: number;
            head_signs_off: boolean;
            notify_after_days: number;
            orange_days: number;
            order_after_days: number;
            park_days: number;
            partly_weight: number;
            red_days: number;
            seq: number;
            version: number;
        };
        /** @description Why a request was refused or failed (RFC 9457) */
        Problem: {
            changed?: components["schemas"]["Event"][] | null;
            code: components["schemas"]["ErrorCode"];
            detail?: string | null;
            errors?: {
                accepted?: string | null;
                code: components["schemas"]["ErrorCode"];
                field: string;
                message: string;
            }[] | null;
            request_id: string;
            status: number;
            title: string;
            type: string;
        };
        /** @description A programme with the tasks that this account may see */
        Programme: {
            actions: {
                n: number;
                name: string;
                name_en: string | null;
            }[];
            actions_n: number;
            events: components["schemas"]["Event"][];
            /** Format: date */
            from: string;
            host: components["schemas"]["UnitRef"];
            id: string;
            /** @enum {string} */
            kind: "lives" | "spending" | "measures" | "work";
            /** @description Months up to this one are closed */
            locked: string | null;
            may: ("add" | "lock" | "open")[];
            /** @description As it stood at the end of this month; null: now */
            month: string | null;
            name: string;
            name_en: string | null;
            number: string;
            report_days: number;
            seq: number;
            tasks: components["schemas"]["TargetTask"][];
            /** Format: date */
            to: string;
        };
        ProgrammePage: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["ProgrammeRow"][];
            next_cursor: string | null;
        };
        ProgrammeRow: {
            actions_n: number;
            /** Format: date */
            from: string;
            host: components["schemas"]["UnitRef"];
            id: string;
            /** @enum {string} */
            kind: "lives" | "spending" | "measures" | "work";
            lights: {
                blue: number;
                green: number;
                grey: number;
                red: number;
                yellow: number;
            };
            /** @description Months up to this one are closed */
            locked: string | null;
            name: string;
            name_en: string | null;
            number: string;
            tasks_n: number;
            /** Format: date */
            to: string;
        };
        /** @description A stage reply: what was done so far, what comes next, by which day, and what became of the promise */
        Promise: {
            by: string;
            /** Format: date */
            day: string;
            /**
             * Format: date
             * @description null while it is owed
             */
            ended_day: string | null;
            /**
             * Format: date
             * @description from when it stands; null while it waits for the head of the unit, and when it was returned
             */
            given_day: string | null;
            n: number;
            next: string | null;
            note: string | null;
            /** @enum {string} */
            outcome: "waiting" | "returned" | "open" | "kept" | "renewed" | "broken" | "lapsed";
            text: string | null;
            /**
             * Format: date
             * @description promised
             */
            to_day: string;
            /**
             * @description how the unit tells the caller, or that the window does
             * @enum {string}
             */
            told: "phone" | "visit" | "message" | "window";
            unit: components["schemas"]["UnitRef"];
        };
        /** @description What waits for somebody */
        Queue: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["MatterRow"][];
            /** @enum {string} */
            key: "to_dispatch" | "to_arbitrate" | "to_sign" | "in_hand" | "to_contact" | "to_tell" | "to_sign_off" | "returned" | "to_call_today" | "to_call_later" | "overdue" | "due_soon" | "objected" | "extension_head" | "extension_office" | "parking" | "stage" | "promised" | "promise_passed" | "to_assist" | "assist_to_decide" | "mine_registered";
            query: string;
        };
        /** @description Units beside each other, with the figures of one kind */
        Ranking: {
            keys: string[];
            lines: components["schemas"]["UnitLine"][];
            period: string;
        };
        /** @description Districts of a city or a province beside each other, by the figures of a board; a district's own account sees itself alone */
        Region: {
            /** @enum {unknown} */
            level: "province" | "city" | "district";
            lines: components["schemas"]["RegionLine"][];
            period: string;
            region: components["schemas"]["RegionDistrict"];
            total: {
                [key: string]: components["schemas"]["RegionSum"];
            };
            trend: {
                [key: string]: components["schemas"]["RegionPoint"][];
            };
        };
        /** @description A district by its code of GB/T 2260 */
        RegionDistrict: {
            code: number;
            name: string;
        };
        /** @description One district's figures by key, each with its change on the period before and its rank (0: none) */
        RegionLine: {
            district: components["schemas"]["RegionDistrict"];
            figures: {
                [key: string]: {
                    change: number | null;
                    n: number | null;
                    N: number | null;
                    rank: number;
                    ranked: number;
                    value: number | null;
                };
            };
        };
        /** @description A figure over all districts in one month; value is null where nothing was counted */
        RegionPoint: {
            month: string;
            n: number | null;
            N: number | null;
            value: number | null;
        };
        /** @description A figure over all districts, with its change on the period before; null where it does not follow from theirs (a median, a composite) */
        RegionSum: {
            change: number | null;
            n: number | null;
            N: number | null;
            value: number | null;
        };
        /** @description A regular review with its agenda, as this account may see it */
        Review: {
            actions: ("change" | "collect" | "ask" | "drop" | "open" | "decide" | "close" | "cancel" | "follow" | "confirm")[];
            /** Format: date-time */
            closed_at: string | null;
            conclusion: string | null;
            /** Format: date */
            day: string;
            events: components["schemas"]["Event"][];
            host: components["schemas"]["UnitRef"];
            id: string;
            items: components["schemas"]["ReviewItem"][];
            /** @enum {string} */
            kind: "weekly" | "monthly" | "special";
            number: string;
            /** Format: date-time */
            opened_at: string | null;
            place: string | null;
            /** Format: date */
            planned_day: string;
            seq: number;
            /** @enum {string} */
            state: "planned" | "open" | "closed" | "cancelled";
            topic: string | null;
            unit: components["schemas"]["UnitRef"] | null;
        };
        /** @description An item on the agenda of a review, with what was decided before and what is decided now */
        ReviewItem: {
            asked: string | null;
            /** Format: date */
            by_day: string | null;
            can_confirm: boolean;
            can_report: boolean;
            /** Format: date */
            decided_day: string | null;
            /** @enum {string|null} */
            decision: "press" | "supervise" | "park" | "settle" | "defer" | null;
            /** Format: date */
            done_day: string | null;
            instruction: string | null;
            last: {
                /** Format: date */
                by_day: string | null;
                /** Format: date */
                day: string;
                /** Format: date */
                decided_day: string | null;
                /** @enum {string|null} */
                decision: "press" | "supervise" | "park" | "settle" | "defer" | null;
                /** Format: date */
                done_day: string | null;
                instruction: string | null;
                meeting: string;
                note: string | null;
                number: string;
                order: components["schemas"]["ReviewOrder"] | null;
                parking: components["schemas"]["ReviewParking"] | null;
                report: string | null;
                /** Format: date */
                reported_day: string | null;
                unit: components["schemas"]["UnitRef"] | null;
            } | null;
            late: boolean;
            lead: components["schemas"]["UnitRef"] | null;
            matter: components["schemas"]["MatterRow"];
            n: number;
            note: string | null;
            order: components["schemas"]["ReviewOrder"] | null;
            parking: components["schemas"]["ReviewParking"] | null;
            reasons: ("overdue" | "objected_twice" | "parked" | "not_true" | "not_satisfied" | "promise_passed" | "supervised" | "asked" | "carried")[];
            report: string | null;
            /** Format: date */
            reported_day: string | null;
            unit: components["schemas"]["UnitRef"] | null;
        };
        /** @description The order of supervision that a decision of a review set going, as it stands now */
        ReviewOrder: {
            /** @enum {string} */
            colour: "blue" | "orange" | "red";
            /** Format: date */
            ended_day: string | null;
            id: string;
            /** Format: date */
            limit_day: string | null;
            number: string;
            /** @enum {string} */
            state: "proposed" | "awaiting" | "answered" | "done" | "escalated" | "withdrawn" | "closed" | "dismissed";
        };
        ReviewPage: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["ReviewRow"][];
            next_cursor: string | null;
        };
        /** @description The parking that a decision of a review set going; ended_day once the matter came back */
        ReviewParking: {
            /** @enum {string} */
            class: "policy" | "funds" | "history" | "planning" | "litigation";
            /** Format: date */
            ended_day: string | null;
            /** Format: date */
            review_day: string;
        };
        /** @description A regular review as a row of a list */
        ReviewRow: {
            /** Format: date */
            day: string;
            decided_n: number;
            done_n: number;
            host: components["schemas"]["UnitRef"];
            id: string;
            items_n: number;
            /** @enum {string} */
            kind: "weekly" | "monthly" | "special";
            number: string;
            /** @enum {string} */
            state: "planned" | "open" | "closed" | "cancelled";
            unit: components["schemas"]["UnitRef"] | null;
        };
        /** @description A decision of a review that is followed up */
        ReviewTask: {
            /** Format: date */
            by_day: string | null;
            /** Format: date */
            day: string;
            /** @enum {string|null} */
            decision: "press" | "supervise" | "park" | "settle" | "defer" | null;
            /** Format: date */
            done_day: string | null;
            instruction: string | null;
            late: boolean;
            matter: components["schemas"]["MatterRow"];
            meeting: string;
            n: number;
            number: string;
            order: components["schemas"]["ReviewOrder"] | null;
            parking: components["schemas"]["ReviewParking"] | null;
            reasons: ("overdue" | "objected_twice" | "parked" | "not_true" | "not_satisfied" | "promise_passed" | "supervised" | "asked" | "carried")[];
            /** Format: date */
            reported_day: string | null;
            unit: components["schemas"]["UnitRef"] | null;
        };
        ReviewTaskPage: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["ReviewTask"][];
            next_cursor: string | null;
        };
        /** @description One answer, or a withdrawal, and the call about it */
        Round: {
            /** Format: date */
            answered_day: string;
            /** @enum {string|null} */
            consequence: "closed" | "returned" | "returned_supervised" | null;
            /** @enum {string|null} */
            done?: "yes" | "partly" | "no" | "declined" | "unknown" | null;
            /** Format: date-time */
            ended_at: string | null;
            /** @enum {string} */
            kind: "answer" | "withdrawal";
            n: number;
            /** Format: date */
            next_try_day: string | null;
            /** @enum {string|null} */
            satisfaction?: "satisfied" | "basically" | "dissatisfied" | "declined" | "unknown" | null;
            /** @enum {string|null} */
            solved?: "yes" | "partly" | "no" | "declined" | "unknown" | null;
            /** @enum {string} */
            state: "due" | "valid" | "unreachable" | "cannot_call" | "incomplete";
            tries: components["schemas"]["Try"][];
            /** @enum {string|null} */
            true_?: "yes" | "partly" | "no" | "declined" | "unknown" | null;
            unit: components["schemas"]["UnitRef"];
            words?: string | null;
        };
        /** @description Who is signed in, and what they may do */
        Session: {
            account: {
                id: string;
                login: string;
                name: string;
                name_en: string;
            };
            caps: string[];
            csrf: string;
            demo: boolean;
            district: {
                code: number;
                name: string;
                name_en: string;
            };
            idle_end_min: number;
            must_change_password: boolean;
            /** Format: date-time */
            now: string;
            roles: ("clerk" | "handler" | "head" | "operator" | "supervisor" | "leader" | "sysadmin" | "secadmin" | "auditor")[];
            /** @enum {string} */
            scope: "unit" | "district" | "none";
            /** Format: date */
            today: string;
            unit: {
                id: string;
                /** @enum {string} */
                kind: "leadership" | "office" | "window" | "callback" | "department" | "township" | "street" | "zone";
                name: string;
                name_en: string;
            };
        };
        /** @description One place where an account is signed in */
        SessionInfo: {
            address: string;
            agent: string;
            /** Format: date-time */
            created_at: string;
            current: boolean;
            id: string;
            /** Format: date-time */
            last_seen_at: string;
        };
        SessionList: {
            items: components["schemas"]["SessionInfo"][];
        };
        /** @description Whether the first administrators are still to be made */
        Setup: {
            needed: boolean;
        };
        /** @description An urge, an order with its steps, or a notification with its units; and its story */
        Supervision: {
            actions: ("reply" | "issue" | "dismiss" | "answer" | "judge" | "escalate" | "withdraw" | "list" | "strike" | "sign")[];
            /** Format: date */
            answered_day: string | null;
            by_itself: boolean;
            /** @enum {string|null} */
            cause: "by_hand" | "warning" | "overdue" | null;
            /** Format: date */
            clock_day: string | null;
            /** @enum {string|null} */
            colour: "blue" | "orange" | "red" | null;
            /** Format: date */
            day: string;
            days_left: number | null;
            /** Format: date */
            ended_day: string | null;
            events: components["schemas"]["Event"][];
            id: string;
            items: {
                cause: string | null;
                n: number;
                order: string | null;
                order_number: string | null;
                signed_by: string | null;
                /** Format: date */
                signed_day: string | null;
                /** @enum {string} */
                state: "proposed" | "awaiting" | "answered" | "done" | "escalated" | "withdrawn" | "closed" | "dismissed";
                subject: components["schemas"]["SupervisionSubject"] | null;
                unit: components["schemas"]["UnitRef"] | null;
            }[];
            /** @enum {string} */
            kind: "urge" | "order" | "notification";
            /** @enum {string} */
            light: "none" | "green" | "yellow" | "red" | "blue";
            /** Format: date */
            limit_day: string | null;
            /** @enum {string|null} */
            next: "orange" | "red" | "notification" | null;
            notification: string | null;
            number: string | null;
            seq: number;
            /** @enum {string} */
            state: "proposed" | "awaiting" | "answered" | "done" | "escalated" | "withdrawn" | "closed" | "dismissed";
            steps: {
                answer: string | null;
                /** Format: date */
                answered_day: string | null;
                /** @enum {string} */
                colour: "blue" | "orange" | "red";
                /** Format: date */
                day: string;
                days_left: number | null;
                /** Format: date */
                ended_day: string | null;
                /** @enum {string} */
                light: "none" | "green" | "yellow" | "red" | "blue";
                /** Format: date */
                limit_day: string;
                n: number;
                number: string;
                provisional: boolean;
                reason: string | null;
                refusals: number;
                rule: string;
                /** @enum {string} */
                state: "proposed" | "awaiting" | "answered" | "done" | "escalated" | "withdrawn" | "closed" | "dismissed";
                text: string | null;
            }[];
            subject: components["schemas"]["SupervisionSubject"] | null;
            text: string | null;
            title: string | null;
            unit: components["schemas"]["UnitRef"] | null;
        };
        /** @description A page of supervision */
        SupervisionPage: {
            count: components["schemas"]["Count"];
            items: components["schemas"]["SupervisionRow"][];
            next_cursor: string | null;
        };
        /** @description What of supervision waits for the person who asks */
        SupervisionQueues: {
            queues: {
                count: components["schemas"]["Count"];
                items: components["schemas"]["SupervisionRow"][];
                /** @enum {string} */
                key: "orders_to_answer" | "urges_to_reply" | "notifications_to_sign" | "answers_to_judge" | "proposals" | "next_orange" | "next_red" | "to_notify" | "unsigned";
                next_cursor: string | null;
                query: string;
            }[];
        };
        /** @description An urge, a step of an order, or a unit in a notification */
        SupervisionRow: {
            /** Format: date */
            answered_day: string | null;
            by_itself: boolean;
            /** @enum {string|null} */
            cause: "by_hand" | "warning" | "overdue" | null;
            /** Format: date */
            clock_day: string | null;
            /** @enum {string|null} */
            colour: "blue" | "orange" | "red" | null;
            /** Format: date */
            day: string;
            days_left: number | null;
            /** Format: date */
            ended_day: string | null;
            id: string;
            /** @enum {string} */
            kind: "urge" | "order" | "notification";
            /** @enum {string} */
            light: "none" | "green" | "yellow" | "red" | "blue";
            /** Format: date */
            limit_day: string | null;
            /** @enum {string|null} */
            next: "orange" | "red" | "notification" | null;
            number: string | null;
            on_time: boolean | null;
            part: number;
            seq: number;
            /** @enum {string} */
            state: "proposed" | "awaiting" | "answered" | "done" | "escalated" | "withdrawn" | "closed" | "dismissed";
            subject: components["schemas"]["SupervisionSubject"] | null;
            unit: components["schemas"]["UnitRef"] | null;
        };
        /** @description The matter that it is about */
        SupervisionSubject: {
            id: string;
            number: string;
            /** @enum {string} */
            state: "registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined";
            title: string;
        };
        /** @description A task of a programme, as this account may see it */
        Target: {
            /** Format: date */
            accepted_day: string | null;
            action: number;
            action_name: string;
            action_name_en: string | null;
            actions: ("break_down" | "assign" | "sign" | "report" | "verify" | "return" | "untrue" | "accept")[];
            events: components["schemas"]["Event"][];
            /** Format: date */
            from: string;
            id: string;
            indicators: components["schemas"]["TargetIndicator"][];
            lead: components["schemas"]["UnitRef"];
            name: string;
            name_en: string | null;
            number: string;
            programme: {
                actions_n: number;
                /** Format: date */
                from: string;
                host: components["schemas"]["UnitRef"];
                id: string;
                /** @enum {string} */
                kind: "lives" | "spending" | "measures" | "work";
                /** @description Months up to this one are closed */
                locked: string | null;
                name: string;
                name_en: string | null;
                number: string;
                /** Format: date */
                to: string;
            };
            reports: components["schemas"]["TargetReport"][];
            seq: number;
            /** @enum {string} */
            state: "set_up" | "assigned" | "accepted";
            supports: components["schemas"]["UnitRef"][];
            /** Format: date */
            to: string;
        };
        /** @description An indicator of a task with the shares that this account may see */
        TargetIndicator: {
            /** @description 100 × done / target, never capped */
            completion: number | null;
            /** @enum {string} */
            counting: "cumulative" | "snapshot" | "ratio";
            /** @enum {string} */
            direction: "at_least" | "at_most" | "equal";
            done: number | null;
            evidence: string | null;
            expected: number | null;
            /** @enum {string} */
            frequency: "monthly" | "quarterly" | "yearly";
            /** @description What figures count it as */
            item: string | null;
            key: boolean;
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "blue" | "grey";
            n: number;
            name: string;
            name_en: string | null;
            shares: {
                /** @description 100 × done / target, never capped */
                completion: number | null;
                done: number | null;
                expected: number | null;
                /** @enum {string} */
                light: "green" | "yellow" | "red" | "blue" | "grey";
                n: number;
                next_month: string | null;
                /** Format: date */
                report_due: string | null;
                /** Format: date */
                signed_day: string | null;
                target: number | null;
                unit: components["schemas"]["UnitRef"];
            }[];
            steps: {
                month: string;
                value: number;
            }[];
            target: number | null;
            unit: string;
            unit_en: string | null;
        };
        TargetReport: {
            base: number | null;
            by: string | null;
            can_find_untrue: boolean;
            can_judge: boolean;
            /** Format: date */
            day: string;
            /** @enum {string|null} */
            how: "on_paper" | "on_the_spot" | null;
            indicator: number;
            judged_by: string | null;
            /** Format: date */
            judged_day: string | null;
            judgement: string | null;
            month: string;
            n: number;
            note: string | null;
            share: number;
            /** @enum {string} */
            state: "waiting" | "verified" | "returned" | "untrue";
            unit: components["schemas"]["UnitRef"];
            value: number;
        };
        TargetTask: {
            /** Format: date */
            accepted_day: string | null;
            action: number;
            id: string;
            indicators: components["schemas"]["TargetIndicator"][];
            lead: components["schemas"]["UnitRef"];
            name: string;
            name_en: string | null;
            number: string;
            /** @enum {string} */
            state: "set_up" | "assigned" | "accepted";
            supports: components["schemas"]["UnitRef"][];
        };
        /** @description What waits to be signed, reported or verified */
        TargetWorkPage: {
            count: components["schemas"]["Count"];
            items: {
                /** Format: date */
                due_day: string | null;
                id: string;
                indicator: string | null;
                indicator_en: string | null;
                late: boolean;
                month: string | null;
                name: string;
                name_en: string | null;
                number: string;
                /** Format: date */
                reported_day: string | null;
                unit: components["schemas"]["UnitRef"];
                unit_of: string | null;
                unit_of_en: string | null;
                value: number | null;
            }[];
            next_cursor: string | null;
        };
        /** @description How long matters of some kind, category and urgency may take for one clock; null: any */
        TimeRule: {
            /** @description code of any level; the deepest rule holds */
            category: string | null;
            /** @enum {string} */
            clock: "contact" | "sign" | "answer" | "callback" | "stage" | "assist" | "tell";
            /** @enum {string|null} */
            kind: "help" | "consultation" | "complaint" | "suggestion" | "enterprise" | null;
            /** @description 5wd, 60d, 2h; then ,first (the first day counts) ,noroll (not moved off a day off) ,warn=1wd (or 10d, 4h, 80%) */
            rule: string;
            source: string;
            source_en: string | null;
            /** @enum {string|null} */
            urgency: "normal" | "urgent" | "critical" | null;
        };
        /** @description The district's rules of time, newest version first */
        TimeRulesHistory: {
            /** @description the version that holds today */
            current: number;
            seq: number;
            versions: components["schemas"]["TimeRulesVersion"][];
        };
        /** @description One version of the rules of time */
        TimeRulesVersion: {
            /**
             * Format: date
             * @description holds from then on; null: always
             */
            from_day: string | null;
            rules: components["schemas"]["TimeRule"][];
            version: number;
        };
        /** @description When a matter of a kind, category and urgency dispatched on a day would be due; the call-back as if the answer came on its last day */
        TimeTrial: {
            calendar: string;
            clocks: components["schemas"]["TimeTrialClock"][];
            /** Format: date */
            day: string;
            version: number;
        };
        /** @description One clock of a matter as it would run, and by which rule */
        TimeTrialClock: {
            by: components["schemas"]["TimeRule"];
            /** @enum {string} */
            clock: "contact" | "sign" | "answer" | "callback" | "stage" | "assist" | "tell";
            /** Format: date-time */
            due_at: string | null;
            /** Format: date */
            due_day: string;
            provisional: boolean;
            /** @description place of the rule in its version */
            row: number;
            /** Format: date */
            warn_day: string;
        };
        /** @description One attempt to reach the caller */
        Try: {
            /** Format: date-time */
            at: string;
            by: string;
            /** Format: date */
            day: string;
            note: string;
            reached: boolean;
        };
        /** @description A unit of the district */
        Unit: {
            code: string;
            id: string;
            /** @enum {string} */
            kind: "leadership" | "office" | "window" | "callback" | "department" | "township" | "street" | "zone";
            name: string;
            name_en: string;
            open: boolean;
            parent: string | null;
            seq: number;
            sort: number;
        };
        /** @description One unit's figures by key */
        UnitLine: {
            figures: {
                [key: string]: components["schemas"]["Figure"];
            };
            unit: components["schemas"]["UnitRef"];
        };
        /** @description The whole tree, parents first */
        UnitList: {
            items: components["schemas"]["Unit"][];
        };
        /** @description A unit by name */
        UnitRef: {
            id: string;
            name: string;
            name_en: string;
        };
        /** @description My work */
        Work: {
            queues: components["schemas"]["Queue"][];
        };
    };
    responses: {
        /** @description Refused or failed; the code says why */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_api_v1_accounts: {
        parameters: {
            query?: {
                page?: number;
                q?: string;
                role?: "clerk" | "handler" | "head" | "operator" | "supervisor" | "leader" | "sysadmin" | "secadmin" | "auditor";
                state?: "active" | "disabled" | "locked";
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description AccountPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_accounts: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    login: string;
                    name: string;
                    name_en?: string | null;
                    unit: string;
                };
            };
        };
        responses: {
            /** @description AccountCreated */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountCreated"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_accounts_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    put_api_v1_accounts_id: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    name_en?: string | null;
                    unit: string;
                };
            };
        };
        responses: {
            /** @description Account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_accounts_id_disable: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    put_api_v1_accounts_id_email: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email?: string | null;
                };
            };
        };
        responses: {
            /** @description Account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_accounts_id_enable: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_accounts_id_reset_password: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description InitialPassword */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InitialPassword"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_accounts_id_roles: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    roles: ("clerk" | "handler" | "head" | "operator" | "supervisor" | "leader" | "sysadmin" | "secadmin" | "auditor")[];
                };
            };
        };
        responses: {
            /** @description Account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_accounts_id_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description SessionList */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    delete_api_v1_accounts_id_sessions_sid: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
                sid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_accounts_id_unlock: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_assists: {
        parameters: {
            query?: {
                cursor?: string;
                light?: "red" | "yellow" | "green";
                limit?: number;
                state?: ("asked" | "named" | "signed" | "objected" | "answered" | "withdrawn" | "refused" | "lapsed")[];
                unit?: string[];
                what?: "awaited" | "to_decide" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description AssistPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_calendar_year: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Calendar */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_calendars: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CalendarTables */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarTables"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    put_api_v1_calendars: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    days?: {
                        /** Format: date */
                        day: string;
                        /** @enum {string} */
                        kind: "off" | "worked";
                        name?: string | null;
                    }[] | null;
                    own?: boolean | null;
                    seq: number;
                    year: number;
                };
            };
        };
        responses: {
            /** @description CalendarTables */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarTables"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_calendars_moves: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CalendarEffect */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarEffect"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_calendars_preview: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    days?: {
                        /** Format: date */
                        day: string;
                        /** @enum {string} */
                        kind: "off" | "worked";
                        name?: string | null;
                    }[] | null;
                    own?: boolean | null;
                    text?: string | null;
                    year: number;
                };
            };
        };
        responses: {
            /** @description CalendarEffect */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarEffect"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_callbacks: {
        parameters: {
            query?: {
                cursor?: string;
                due?: "today" | "later" | "all";
                limit?: number;
                sort?: "next_try_day" | "-next_try_day" | "call_due_day" | "-call_due_day";
                tries?: number;
                unit?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CallPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_categories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CategoryList */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryList"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_categories: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    lead?: string | null;
                    name: string;
                    name_en?: string | null;
                };
            };
        };
        responses: {
            /** @description Category */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    put_api_v1_categories_code: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lead?: string | null;
                    name: string;
                    name_en?: string | null;
                    open?: boolean | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Category */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_dashboard: {
        parameters: {
            query?: {
                as_of?: string;
                period?: string;
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Dashboard */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_dashboard_export_csv: {
        parameters: {
            query?: {
                as_of?: string;
                by?: "unit" | "category" | "channel" | "caller_kind" | "month";
                caller_kind?: "enterprise" | "person" | "anonymous";
                category?: string;
                channel?: "counter" | "phone" | "letter" | "web" | "visit";
                period?: string;
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description text/csv */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_dashboard_export_xlsx: {
        parameters: {
            query?: {
                as_of?: string;
                by?: "unit" | "category" | "channel" | "caller_kind" | "month";
                caller_kind?: "enterprise" | "person" | "anonymous";
                category?: string;
                channel?: "counter" | "phone" | "letter" | "web" | "visit";
                period?: string;
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description application/vnd.openxmlformats-officedocument.spreadsheetml.sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_figures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description FigureDefList */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FigureDefList"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_figures_key: {
        parameters: {
            query?: {
                as_of?: string;
                by?: "unit" | "category" | "channel" | "caller_kind" | "month";
                caller_kind?: "enterprise" | "person" | "anonymous";
                category?: string;
                channel?: "counter" | "phone" | "letter" | "web" | "visit";
                period?: string;
                unit?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description FigureList */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FigureList"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_figures_key_export_csv: {
        parameters: {
            query?: {
                as_of?: string;
                by?: "unit" | "category" | "channel" | "caller_kind" | "month";
                caller_kind?: "enterprise" | "person" | "anonymous";
                category?: string;
                channel?: "counter" | "phone" | "letter" | "web" | "visit";
                period?: string;
                unit?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description text/csv */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_figures_key_export_xlsx: {
        parameters: {
            query?: {
                as_of?: string;
                by?: "unit" | "category" | "channel" | "caller_kind" | "month";
                caller_kind?: "enterprise" | "person" | "anonymous";
                category?: string;
                channel?: "counter" | "phone" | "letter" | "web" | "visit";
                period?: string;
                unit?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description application/vnd.openxmlformats-officedocument.spreadsheetml.sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_figures_key_rows: {
        parameters: {
            query?: {
                as_of?: string;
                caller_kind?: "enterprise" | "person" | "anonymous";
                category?: string;
                channel?: "counter" | "phone" | "letter" | "web" | "visit";
                cursor?: string;
                limit?: number;
                period?: string;
                side?: string;
                unit?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description FigureRowPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FigureRowPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_imports_accounts: {
        parameters: {
            query?: {
                confirm?: string;
                name?: string;
            };
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Import */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_imports_accounts_template_xlsx: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description application/vnd.openxmlformats-officedocument.spreadsheetml.sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_imports_categories: {
        parameters: {
            query?: {
                confirm?: string;
                name?: string;
            };
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Import */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_imports_categories_template_xlsx: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description application/vnd.openxmlformats-officedocument.spreadsheetml.sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_imports_units: {
        parameters: {
            query?: {
                confirm?: string;
                name?: string;
            };
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Import */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_imports_units_template_xlsx: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description application/vnd.openxmlformats-officedocument.spreadsheetml.sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_jobs: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                list?: "waiting" | "failed" | "done";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JobPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_jobs_id_run: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_log: {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                cursor?: string;
                from?: string;
                ledger?: string;
                limit?: number;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description LogPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_log_blocks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description LogBlockPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogBlockPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_log_head: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description LogHead */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogHead"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_mails: {
        parameters: {
            query?: {
                cursor?: string;
                list?: "all" | "failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description MailPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_mails_test: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description MailTest */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailTest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_matters: {
        parameters: {
            query?: {
                assist?: string[];
                caller_kind?: ("enterprise" | "person" | "anonymous")[];
                category?: string;
                channel?: ("counter" | "phone" | "letter" | "web" | "visit")[];
                cursor?: string;
                due_from?: string;
                due_to?: string;
                from?: string;
                kind?: ("help" | "consultation" | "complaint" | "suggestion" | "enterprise")[];
                light?: ("red" | "yellow" | "green" | "grey" | "blue" | "none")[];
                limit?: number;
                party?: string;
                pending?: ("extension_head" | "extension_office" | "parking" | "stage")[];
                promise?: "open" | "passed";
                q?: string;
                returned?: boolean;
                sort?: "-day" | "day" | "due_day" | "-due_day" | "-number" | "number" | "contact_due_at" | "promise_day" | "tell_due_at";
                state?: ("registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked")[];
                to?: string;
                unit?: string[];
                urgency?: ("normal" | "urgent" | "critical")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description MatterPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    caller: {
                        /** @enum {string} */
                        kind: "enterprise" | "person" | "anonymous";
                        name?: string | null;
                        party?: string | null;
                        phone?: string | null;
                        unreachable_reason?: string | null;
                    };
                    category: string;
                    /** @enum {string} */
                    channel: "counter" | "phone" | "letter" | "web" | "visit";
                    /** Format: date */
                    day: string;
                    dispatch?: {
                        assists?: {
                            text: string;
                            unit: string;
                        }[] | null;
                        note?: string | null;
                        unit: string;
                    } | null;
                    join?: string | null;
                    /** @enum {string|null} */
                    kind?: "help" | "consultation" | "complaint" | "suggestion" | "enterprise" | null;
                    secret?: boolean | null;
                    text: string;
                    title: string;
                    /** @enum {string} */
                    urgency: "normal" | "urgent" | "critical";
                };
            };
        };
        responses: {
            /** @description Matter */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_matters_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_amend: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    category?: string | null;
                    /** @enum {string|null} */
                    kind?: "help" | "consultation" | "complaint" | "suggestion" | "enterprise" | null;
                    reason: string;
                    seq: number;
                    title?: string | null;
                    /** @enum {string|null} */
                    urgency?: "normal" | "urgent" | "critical" | null;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_answer: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    result: "resolved" | "partly" | "explained" | "refused";
                    seq: number;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_arbitrate: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "uphold" | "reject";
                    note: string;
                    seq: number;
                    unit?: string | null;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_assist: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                    text: string;
                    unit: string;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_assist_answer: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_assist_decide: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "grant" | "refuse" | "withdraw" | "replace" | "keep";
                    n: number;
                    note: string;
                    seq: number;
                    unit?: string | null;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_assist_object: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_assist_sign: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_assist_urge: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    n: number;
                    seq: number;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_callback: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string|null} */
                    done?: "yes" | "partly" | "no" | "declined" | "unknown" | null;
                    note?: string | null;
                    reached: boolean;
                    /** @enum {string|null} */
                    satisfaction?: "satisfied" | "basically" | "dissatisfied" | "declined" | "unknown" | null;
                    seq: number;
                    /** @enum {string|null} */
                    solved?: "yes" | "partly" | "no" | "declined" | "unknown" | null;
                    /** @enum {string|null} */
                    true_?: "yes" | "partly" | "no" | "declined" | "unknown" | null;
                    words?: string | null;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_contact: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    day: string;
                    /** @enum {string} */
                    how: "phone" | "visit" | "message";
                    seq: number;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_countersign: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "return";
                    note?: string | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_dispatch: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    assists?: {
                        text: string;
                        unit: string;
                    }[] | null;
                    note?: string | null;
                    seq: number;
                    unit: string;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_extend: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    day?: string | null;
                    days?: number | null;
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_extension: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "refuse";
                    note: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_join: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    into: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_note: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_object: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_matters_id_papers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description MatterPapers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterPapers"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_papers: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "dispatch" | "receipt";
                    seq: number;
                };
            };
        };
        responses: {
            /** @description MatterPapers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterPapers"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_matters_id_papers_n: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_park: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    class: "policy" | "funds" | "history" | "planning" | "litigation";
                    reason: string;
                    /** Format: date */
                    review_day: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_parking: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "refuse";
                    note: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_sign: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_signoff: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "return";
                    note?: string | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_stage: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    day: string;
                    next: string;
                    seq: number;
                    text: string;
                    /** @enum {string} */
                    told: "phone" | "visit" | "message" | "window";
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_unpark: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_matters_id_withdraw: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Matter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_matters_count: {
        parameters: {
            query?: {
                assist?: string[];
                caller_kind?: ("enterprise" | "person" | "anonymous")[];
                category?: string;
                channel?: ("counter" | "phone" | "letter" | "web" | "visit")[];
                due_from?: string;
                due_to?: string;
                from?: string;
                kind?: ("help" | "consultation" | "complaint" | "suggestion" | "enterprise")[];
                light?: ("red" | "yellow" | "green" | "grey" | "blue" | "none")[];
                party?: string;
                pending?: ("extension_head" | "extension_office" | "parking" | "stage")[];
                promise?: "open" | "passed";
                q?: string;
                returned?: boolean;
                sort?: "-day" | "day" | "due_day" | "-due_day" | "-number" | "number" | "contact_due_at" | "promise_day" | "tell_due_at";
                state?: ("registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked")[];
                to?: string;
                unit?: string[];
                urgency?: ("normal" | "urgent" | "critical")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_matters_export_csv: {
        parameters: {
            query?: {
                assist?: string[];
                caller_kind?: ("enterprise" | "person" | "anonymous")[];
                category?: string;
                channel?: ("counter" | "phone" | "letter" | "web" | "visit")[];
                due_from?: string;
                due_to?: string;
                from?: string;
                kind?: ("help" | "consultation" | "complaint" | "suggestion" | "enterprise")[];
                light?: ("red" | "yellow" | "green" | "grey" | "blue" | "none")[];
                party?: string;
                pending?: ("extension_head" | "extension_office" | "parking" | "stage")[];
                promise?: "open" | "passed";
                q?: string;
                returned?: boolean;
                sort?: "-day" | "day" | "due_day" | "-due_day" | "-number" | "number" | "contact_due_at" | "promise_day" | "tell_due_at";
                state?: ("registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked")[];
                to?: string;
                unit?: string[];
                urgency?: ("normal" | "urgent" | "critical")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description text/csv */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_matters_export_xlsx: {
        parameters: {
            query?: {
                assist?: string[];
                caller_kind?: ("enterprise" | "person" | "anonymous")[];
                category?: string;
                channel?: ("counter" | "phone" | "letter" | "web" | "visit")[];
                due_from?: string;
                due_to?: string;
                from?: string;
                kind?: ("help" | "consultation" | "complaint" | "suggestion" | "enterprise")[];
                light?: ("red" | "yellow" | "green" | "grey" | "blue" | "none")[];
                party?: string;
                pending?: ("extension_head" | "extension_office" | "parking" | "stage")[];
                promise?: "open" | "passed";
                q?: string;
                returned?: boolean;
                sort?: "-day" | "day" | "due_day" | "-due_day" | "-number" | "number" | "contact_due_at" | "promise_day" | "tell_due_at";
                state?: ("registered" | "dispatched" | "signed" | "handling" | "signoff" | "answered" | "objected" | "closed" | "withdrawn" | "joined" | "parked")[];
                to?: string;
                unit?: string[];
                urgency?: ("normal" | "urgent" | "critical")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description application/vnd.openxmlformats-officedocument.spreadsheetml.sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_my_digest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Digest */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Digest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_my_notice_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description NoticeSettings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeSettings"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    put_api_v1_my_notice_settings: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    digest: boolean;
                    digest_mail: boolean;
                    digest_min: number;
                    kinds?: {
                        bell: boolean;
                        digest: boolean;
                        kind: string;
                        mail: boolean;
                    }[] | null;
                    lang: string;
                    quiet_from_min: number;
                    quiet_to_min: number;
                };
            };
        };
        responses: {
            /** @description NoticeSettings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeSettings"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_my_notices: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                list?: "all" | "unread";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description NoticePage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_my_notices_id_read: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description NoticeCount */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeCount"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_my_notices_count: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description NoticeCount */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeCount"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_my_notices_read: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    upto: string;
                };
            };
        };
        responses: {
            /** @description NoticeCount */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeCount"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_papers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PaperTemplateList */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperTemplateList"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_papers_kind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PaperTemplate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperTemplate"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    put_api_v1_papers_kind: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                    version: number;
                };
            };
        };
        responses: {
            /** @description PaperTemplate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperTemplate"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_papers_kind_preview: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    matter?: string | null;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_papers_kind_restore: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                };
            };
        };
        responses: {
            /** @description PaperTemplate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperTemplate"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_papers_kind_versions_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PaperTemplateVersion */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperTemplateVersion"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_parties: {
        parameters: {
            query?: {
                name?: string;
                phone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PartyHitList */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartyHitList"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_parties_id_matters: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description MatterPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_parties_id_reveal: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description PartyRevealed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartyRevealed"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Policy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    put_api_v1_policy: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    assists_first?: boolean | null;
                    basically_weight: number;
                    blue_days?: number | null;
                    call_days: number;
                    call_tries: number;
                    composite: number[];
                    extend_after_due?: boolean | null;
                    extend_head_days?: number | null;
                    extend_total_days?: number | null;
                    head_signs_off: boolean;
                    notify_after_days?: number | null;
                    orange_days?: number | null;
                    order_after_days?: number | null;
                    park_days?: number | null;
                    partly_weight: number;
                    red_days?: number | null;
                    seq: number;
                    version?: number | null;
                };
            };
        };
        responses: {
            /** @description Policy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_programmes: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: "lives" | "spending" | "measures" | "work";
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ProgrammePage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgrammePage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_programmes: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    actions: {
                        name: string;
                        name_en?: string | null;
                    }[];
                    /** Format: date */
                    from: string;
                    /** @enum {string} */
                    kind: "lives" | "spending" | "measures" | "work";
                    name: string;
                    name_en?: string | null;
                    report_days: number;
                    /** Format: date */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Programme */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programme"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_programmes_id: {
        parameters: {
            query?: {
                month?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Programme */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programme"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_programmes_id_lock: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    month: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Programme */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programme"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_programmes_id_open: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    month: string;
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Programme */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Programme"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_programmes_id_tasks: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    action: number;
                    indicators: {
                        /** @enum {string} */
                        counting: "cumulative" | "snapshot" | "ratio";
                        /** @enum {string} */
                        direction: "at_least" | "at_most" | "equal";
                        evidence?: string | null;
                        /** @enum {string} */
                        frequency: "monthly" | "quarterly" | "yearly";
                        /** @enum {string|null} */
                        item?: "employment.youth_internships" | "employment.short_internships" | "employment.public_welfare_posts" | "employment.temporary_posts" | "employment.skilled_talent" | "elderly_meals.city_canteens" | "elderly_meals.rural_canteens" | "elderly_meals.in_operation" | "childcare.kindergartens_with_classes" | "childcare.public_seats" | "childcare.places" | "fitness.trail_km" | "fitness.pocket_parks" | "livelihood.invested" | "livelihood.class" | "livelihood.other" | null;
                        key?: boolean | null;
                        name: string;
                        name_en?: string | null;
                        target?: number | null;
                        unit: string;
                        unit_en?: string | null;
                    }[];
                    lead: string;
                    name: string;
                    name_en?: string | null;
                    seq: number;
                    supports?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Target */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_ranking: {
        parameters: {
            query?: {
                as_of?: string;
                board?: "loop" | "time" | "supervision";
                caller_kind?: "enterprise" | "person" | "anonymous";
                category?: string;
                channel?: "counter" | "phone" | "letter" | "web" | "visit";
                period?: string;
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ranking */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ranking"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_region: {
        parameters: {
            query?: {
                board?: "loop" | "time" | "supervision";
                period?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Region */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Region"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_review_tasks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                show?: "open" | "late" | "reported" | "all";
                unit?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ReviewTaskPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewTaskPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_reviews: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: "weekly" | "monthly" | "special";
                limit?: number;
                state?: "planned" | "open" | "closed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ReviewPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    day: string;
                    /** @enum {string} */
                    kind: "weekly" | "monthly" | "special";
                    place?: string | null;
                    topic?: string | null;
                    unit?: string | null;
                };
            };
        };
        responses: {
            /** @description Review */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_reviews_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_ask: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    matter: string;
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_cancel: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_change: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    day: string;
                    place?: string | null;
                    seq: number;
                    topic?: string | null;
                    unit?: string | null;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_close: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    conclusion?: string | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_collect: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_confirm: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    accept: boolean;
                    n: number;
                    note?: string | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_decide: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    by_day?: string | null;
                    /** @enum {string|null} */
                    class?: "policy" | "funds" | "history" | "planning" | "litigation" | null;
                    /** @enum {string|null} */
                    colour?: "blue" | "orange" | "red" | null;
                    /** @enum {string} */
                    decision: "press" | "supervise" | "park" | "settle" | "defer";
                    instruction: string;
                    n: number;
                    seq: number;
                    unit: string;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_drop: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    n: number;
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_reviews_id_minutes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_open: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_reviews_id_report: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    n: number;
                    seq: number;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Review */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    login: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            423: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    delete_api_v1_session: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_session_password: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    new_password: string;
                    old_password: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description SessionList */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    delete_api_v1_sessions_id: {
        parameters: {
            query?: never;
            header?: {
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Setup */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    auditor: {
                        login: string;
                        name: string;
                        password: string;
                    };
                    district: {
                        code: number;
                        name: string;
                        name_en?: string | null;
                    };
                    secadmin: {
                        login: string;
                        name: string;
                        password: string;
                    };
                    sysadmin: {
                        login: string;
                        name: string;
                        password: string;
                    };
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            423: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_supervisions: {
        parameters: {
            query?: {
                colour?: ("blue" | "orange" | "red")[];
                cursor?: string;
                from?: string;
                kind?: ("urge" | "order" | "notification")[];
                late?: boolean;
                limit?: number;
                matter?: string;
                next?: ("orange" | "red" | "notification")[];
                open?: boolean;
                sort?: "-day" | "day" | "limit_day" | "-limit_day";
                state?: ("proposed" | "awaiting" | "answered" | "done" | "escalated" | "withdrawn" | "closed" | "dismissed")[];
                to?: string;
                unit?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description SupervisionPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupervisionPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_supervisions_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_answer: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_dismiss: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_escalate: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string|null} */
                    colour?: "blue" | "orange" | "red" | null;
                    days?: number | null;
                    reason?: string | null;
                    seq: number;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_issue: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string|null} */
                    colour?: "blue" | "orange" | "red" | null;
                    days?: number | null;
                    reason?: string | null;
                    seq: number;
                    text?: string | null;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_judge: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "accept" | "refuse";
                    note?: string | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_list: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cause?: string | null;
                    matter?: string | null;
                    order?: string | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_supervisions_id_papers_n: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_reply: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                    text?: string | null;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_sign: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_strike: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    n: number;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_id_withdraw: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Supervision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_supervisions_count: {
        parameters: {
            query?: {
                colour?: ("blue" | "orange" | "red")[];
                from?: string;
                kind?: ("urge" | "order" | "notification")[];
                late?: boolean;
                matter?: string;
                next?: ("orange" | "red" | "notification")[];
                open?: boolean;
                sort?: "-day" | "day" | "limit_day" | "-limit_day";
                state?: ("proposed" | "awaiting" | "answered" | "done" | "escalated" | "withdrawn" | "closed" | "dismissed")[];
                to?: string;
                unit?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_supervisions_export_csv: {
        parameters: {
            query?: {
                colour?: ("blue" | "orange" | "red")[];
                from?: string;
                kind?: ("urge" | "order" | "notification")[];
                late?: boolean;
                matter?: string;
                next?: ("orange" | "red" | "notification")[];
                open?: boolean;
                sort?: "-day" | "day" | "limit_day" | "-limit_day";
                state?: ("proposed" | "awaiting" | "answered" | "done" | "escalated" | "withdrawn" | "closed" | "dismissed")[];
                to?: string;
                unit?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_notifications: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    orders?: string[] | null;
                    text?: string | null;
                    title: string;
                };
            };
        };
        responses: {
            /** @description Supervision */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_orders: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    colour: "blue" | "orange" | "red";
                    days?: number | null;
                    matter: string;
                    reason?: string | null;
                    seq?: number | null;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Supervision */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_supervisions_queues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description SupervisionQueues */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupervisionQueues"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_supervisions_urges: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    matter: string;
                    seq?: number | null;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Supervision */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Supervision"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_target_work: {
        parameters: {
            query: {
                cursor?: string;
                limit?: number;
                show: "sign" | "due" | "verify";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TargetWorkPage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetWorkPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_targets_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_targets_id_accept: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note?: string | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_targets_id_assign: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_targets_id_breakdown: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                    shares: {
                        indicator: number;
                        target?: number | null;
                        unit: string;
                    }[];
                    steps?: {
                        indicator: number;
                        month: string;
                        value: number;
                    }[] | null;
                };
            };
        };
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_targets_id_report: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    base?: number | null;
                    month: string;
                    n: number;
                    note: string;
                    seq: number;
                    value: number;
                };
            };
        };
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_targets_id_return: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    n: number;
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_targets_id_sign: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_targets_id_untrue: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    n: number;
                    reason: string;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_targets_id_verify: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    how: "on_paper" | "on_the_spot";
                    n: number;
                    note?: string | null;
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Target */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_time_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TimeRulesHistory */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeRulesHistory"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    put_api_v1_time_rules: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date */
                    from_day: string;
                    rules: {
                        category?: string | null;
                        /** @enum {string} */
                        clock: "contact" | "sign" | "answer" | "callback" | "stage" | "assist" | "tell";
                        /** @enum {string|null} */
                        kind?: "help" | "consultation" | "complaint" | "suggestion" | "enterprise" | null;
                        rule: string;
                        source: string;
                        source_en?: string | null;
                        /** @enum {string|null} */
                        urgency?: "normal" | "urgent" | "critical" | null;
                    }[];
                    seq: number;
                };
            };
        };
        responses: {
            /** @description TimeRulesHistory */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeRulesHistory"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_time_rules_trial: {
        parameters: {
            query?: {
                category?: string;
                day?: string;
                hour?: number;
                kind?: "help" | "consultation" | "complaint" | "suggestion" | "enterprise";
                urgency?: "normal" | "urgent" | "critical";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TimeTrial */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeTrial"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    get_api_v1_units: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description UnitList */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitList"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    post_api_v1_units: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "leadership" | "office" | "window" | "callback" | "department" | "township" | "street" | "zone";
                    name: string;
                    name_en?: string | null;
                    parent?: string | null;
                    sort?: number | null;
                };
            };
        };
        responses: {
            /** @description Unit */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    put_api_v1_units_id: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "leadership" | "office" | "window" | "callback" | "department" | "township" | "street" | "zone";
                    name: string;
                    name_en?: string | null;
                    parent?: string | null;
                    seq: number;
                    sort?: number | null;
                };
            };
        };
        responses: {
            /** @description Unit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    post_api_v1_units_id_close: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-CSRF-Token"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Unit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            507: components["responses"]["Problem"];
        };
    };
    get_api_v1_work: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Work */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Work"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
}

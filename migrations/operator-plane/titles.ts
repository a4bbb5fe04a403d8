/** What people read of an application, and of the organisation it belongs to. */
export const titles = ['alter table applications add column display_name text, add column organisation_name text'];

/** What is known of a person besides the code, made empty: in `UPDATE people SET`. */
export const noParticulars = `name = '', masked_name = '', phone = '', phone_lookup = '', limits = '', remark = '', gender = NULL, age = NULL,
  employer = '', home_compound = NULL, home_building = NULL, skills = '{}', availability = '{}'`;

/** Whether anything is known. */
export const hasParticulars = `((name, masked_name, phone, phone_lookup, limits, remark, employer) <> ('', '', '', '', '', '', '')
  OR coalesce(gender, age::text, home_compound) IS NOT NULL OR cardinality(skills) + cardinality(availability) > 0)`;

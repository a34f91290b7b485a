-- The raw tables, as `customer-data land` makes them: every column text.
create schema if not exists raw;

create table raw.events (
    event_id varchar, event_name varchar, anonymous_id varchar, user_id varchar,
    organization_id varchar, original_timestamp varchar, sent_at varchar, received_at varchar,
    loaded_at varchar, properties varchar, context varchar
);

create table raw.users (
    user_id varchar, email varchar, name varchar, phone varchar, job_title varchar,
    country varchar, created_at varchar, updated_at varchar, deleted_at varchar, loaded_at varchar
);

create table raw.organizations (
    organization_id varchar, name varchar, industry varchar, plan_tier varchar,
    number_of_employees varchar, parent_organization_id varchar, created_at varchar,
    updated_at varchar, deleted_at varchar, loaded_at varchar
);

create table raw.memberships (
    user_id varchar, organization_id varchar, role varchar, joined_at varchar, left_at varchar,
    updated_at varchar, loaded_at varchar
);

create table raw.consents (
    user_id varchar, purpose varchar, granted varchar, "at" varchar, loaded_at varchar
);

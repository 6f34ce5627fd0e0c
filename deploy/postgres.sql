-- Rollen en database in PostgreSQL voor meer dan één machine (docs/beheer.md). Voer uit als beheerder van PostgreSQL:
--   psql -v ON_ERROR_STOP=1 -f deploy/postgres.sql
-- Geef beide rollen daarna een wachtwoord, in psql met \password: dan komt het in geen log en in geen geschiedenis.

-- De Routewijzer zelf: eigenaar van de catalogus, verder niets.
CREATE ROLE routewijzer LOGIN;
CREATE DATABASE routewijzer OWNER routewijzer ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE routewijzer FROM PUBLIC;

-- Wie rapporteert: leest alles, ook kleine aantallen, en verandert niets.
CREATE ROLE routewijzer_lezen LOGIN;
GRANT CONNECT ON DATABASE routewijzer TO routewijzer_lezen;

\connect routewijzer
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO routewijzer;
GRANT USAGE ON SCHEMA public TO routewijzer_lezen;
-- De Routewijzer maakt steeds nieuwe tabellen: ook die zijn te lezen.
ALTER DEFAULT PRIVILEGES FOR ROLE routewijzer IN SCHEMA public GRANT SELECT ON TABLES TO routewijzer_lezen;

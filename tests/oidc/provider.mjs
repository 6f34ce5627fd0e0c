// An OpenID provider for the tests: whoever types a name is that person, in the group of that name.
// node provider.mjs PORT REDIRECT_URI
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "routewijzer",
      client_secret: "alleen-voor-de-proef",
      redirect_uris: [redirect],
      post_logout_redirect_uris: [redirect],
      id_token_signed_response_alg: "RS256",
    },
  ],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groepen: ["groepen"] },
  scopes: ["openid", "profile", "email", "groepen"],
  // What the app asks for is in the token itself, as with Entra ID.
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      name: id,
      email: `${id}@gemeente.example`,
      email_verified: true,
      groepen: [`groep-${id.split(" ")[0]}`],
    }),
  }),
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["alleen-voor-de-proef"] },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("klaar"));

// `ip vrf X` and `mpls ldp instance N`: what makes a provider edge.

#include "formats/community_text.h"
#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {
namespace {

using model::Impact;

/// Which families a line is about.
struct Scope {
  bool ipv4 = true, ipv6 = true;
};

void Change(std::vector<model::CommunityText>& targets, const model::CommunityText& target, bool removed) {
  std::erase(targets, target);
  if (!removed) targets.push_back(target);
}

Verdict ReadRouteTarget(Reader& reader, Statement& statement, Scope scope) {
  const bool import_only = statement.words.Accept("import");
  const bool export_only = !import_only && statement.words.Accept("export");
  if (!import_only && !export_only) statement.words.Accept("both");
  const Word word = statement.words.Next();
  const auto target = RouteTarget(word.text);
  if (!target) return reader.Invalid(statement, word, "not a route target");
  routing::VrfConfig& vrf = reader.vrf();
  if (scope.ipv4 && !export_only) Change(vrf.import_targets4, *target, statement.negated);
  if (scope.ipv4 && !import_only) Change(vrf.export_targets4, *target, statement.negated);
  if (scope.ipv6 && !export_only) Change(vrf.import_targets6, *target, statement.negated);
  if (scope.ipv6 && !import_only) Change(vrf.export_targets6, *target, statement.negated);
  return kUnderstood;
}

Verdict ReadScoped(Reader& reader, Statement& statement, Scope scope) {
  if (statement.words.Accept("route-target")) return ReadRouteTarget(reader, statement, scope);
  if (statement.words.Accept("import") || statement.words.Accept("export")) {
    statement.words.Rest();
    return statement.negated ? kNoEffect : NotModelled(kPaths, "policy of a VRF");
  }
  return kNotKnown;
}

Verdict ReadFamily4(Reader& reader, Statement& statement) {
  return ReadScoped(reader, statement, {.ipv6 = false});
}
Verdict ReadFamily6(Reader& reader, Statement& statement) {
  return ReadScoped(reader, statement, {.ipv4 = false});
}

Verdict ReadVrfLine(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (words.Accept("description")) return kNoEffect;
  if (words.Accept("rd")) {
    reader.vrf().route_distinguisher = statement.negated ? "" : std::string(words.Next().text);
    if (statement.negated) words.Rest();
    return kUnderstood;
  }
  if (words.Accept("address-family")) {
    const bool v4 = words.Accept("ipv4");
    if ((!v4 && !words.Accept("ipv6")) || statement.negated) return kNotKnown;
    reader.Open(v4 ? ReadFamily4 : ReadFamily6, kPaths);
    return kUnderstood;
  }
  return ReadScoped(reader, statement, {});
}

/// Timers and protection of sessions choose no ways.
Verdict ReadLdpInterfaceLine(Reader&, Statement& statement) {
  constexpr std::string_view kTiming[] = {"hello-interval", "holdtime", "keepalive"};
  const bool timing = std::ranges::find(kTiming, statement.words.Peek().text) != std::end(kTiming);
  return timing ? kNoEffect : kNotKnown;
}

Verdict ReadLdpLine(Reader& reader, Statement& statement) {
  LdpText& ldp = reader.vendor.ldp;
  if (statement.words.Accept("router-id")) {
    const std::string name = TakeInterfaceName(statement.words);
    statement.words.Accept("force");
    ldp.router_id = {statement.negated ? "" : name, statement.span()};
    return kUnderstood;
  }
  if (statement.words.Accept("interface")) {
    const std::string name = TakeInterfaceName(statement.words);
    if (name.empty()) return kNotKnown;
    if (statement.negated) return ldp.interfaces.erase(name), kUnderstood;
    ldp.interfaces[name] = statement.span();
    reader.Open(ReadLdpInterfaceLine, Impact::kForwarding);
    return kUnderstood;
  }
  constexpr std::string_view kTiming[] = {"graceful-restart", "holdtime", "session"};
  if (std::ranges::find(kTiming, statement.words.Peek().text) != std::end(kTiming)) return kNoEffect;
  statement.words.Rest();
  return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "LDP");
}

}  // namespace

Verdict ReadIpVrf(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  std::vector<routing::VrfConfig>& vrfs = reader.vendor.vrfs;
  const auto named = [&name](const routing::VrfConfig& vrf) { return vrf.name == name.text; };
  if (statement.negated) return std::erase_if(vrfs, named), kUnderstood;
  const auto known = std::ranges::find_if(vrfs, named);
  reader.vrf_index = static_cast<std::size_t>(known - vrfs.begin());
  if (known == vrfs.end()) {
    vrfs.emplace_back();
    vrfs.back().name = name.text;
    vrfs.back().span = statement.span();
  }
  reader.Open(ReadVrfLine, kPaths);
  return kUnderstood;
}

Verdict ReadMpls(Reader& reader, Statement& statement) {
  const bool ldp = statement.words.Accept("ldp") && statement.words.Accept("instance");
  const Word number = ldp ? statement.words.Next() : Word{};
  // One instance serves the default table; others belong to VRFs.
  if (number != "1" || !statement.words.done()) {
    statement.words.Rest();
    return statement.negated ? kNoEffect : NotModelled(kPaths, "MPLS");
  }
  if (statement.negated) return reader.vendor.ldp = {}, kUnderstood;
  reader.vendor.ldp.span = statement.span();
  reader.Open(ReadLdpLine, Impact::kForwarding);
  return kUnderstood;
}

}  // namespace ringfence::formats::zte_zxros

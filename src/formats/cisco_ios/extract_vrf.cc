// `ip vrf X` and `vrf definition X`.

#include "formats/cisco_ios/reader.h"
#include "formats/community_text.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_ios {
namespace {

/// Which families the lines of the open block are about.
enum Scope : std::uint32_t { kBoth, kOnly4, kOnly6 };

VrfText& Vrf(Reader& reader) {
  return *std::ranges::find(reader.vendor.vrfs, reader.block_name,
                            [](const VrfText& vrf) { return vrf.value.name; });
}

void Change(std::vector<model::CommunityText>& targets, const model::CommunityText& target, bool removed) {
  std::erase(targets, target);
  if (!removed) targets.push_back(target);
}

Verdict ReadRouteTarget(Reader& reader, Statement& statement) {
  const bool import_only = statement.words.Accept("import");
  const bool export_only = !import_only && statement.words.Accept("export");
  if (!import_only && !export_only) statement.words.Accept("both");
  const Word word = statement.words.Next();
  const auto target = RouteTarget(word.text);
  if (!target) return reader.Invalid(statement, word, "not a route target");
  if (statement.words.Accept("stitching")) return NotModelled(kPaths, "route target of a stitched VPN");
  routing::VrfConfig& vrf = Vrf(reader).value;
  if (reader.block_number != kOnly6) {
    if (!export_only) Change(vrf.import_targets4, *target, statement.negated);
    if (!import_only) Change(vrf.export_targets4, *target, statement.negated);
  }
  if (reader.block_number != kOnly4) {
    if (!export_only) Change(vrf.import_targets6, *target, statement.negated);
    if (!import_only) Change(vrf.export_targets6, *target, statement.negated);
  }
  return kUnderstood;
}

/// `import map X`, `export map X`; routes of the default table enter by `import ipv4 ... map X`.
Verdict ReadExchange(Reader& reader, Statement& statement, Setting<std::string> VrfText::* map) {
  if (!statement.words.Accept("map"))
    return statement.negated ? kNoEffect : NotModelled(kPaths, "routes exchanged with the default table");
  Vrf(reader).*map = {statement.negated ? "" : std::string(statement.words.Next().text), statement.span()};
  if (statement.negated) statement.words.Rest();
  return kUnderstood;
}

Verdict ReadVrfLine(Reader& reader, Statement& statement);

Verdict ReadAddressFamily(Reader& reader, Statement& statement) {
  if (statement.words.Accept("ipv4"))
    reader.block_number = kOnly4;
  else if (statement.words.Accept("ipv6"))
    reader.block_number = kOnly6;
  else
    return kNotKnown;
  if (statement.words.Accept("multicast")) return statement.words.Rest(), kNoEffect;
  statement.words.Accept("unicast");
  reader.Open(ReadVrfLine, kPaths);
  return kUnderstood;
}

Verdict ReadVrfLine(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (words.Accept("route-target")) return ReadRouteTarget(reader, statement);
  if (words.Accept("import")) return ReadExchange(reader, statement, &VrfText::import_map);
  if (words.Accept("export")) return ReadExchange(reader, statement, &VrfText::export_map);
  if (words.Accept("address-family")) return ReadAddressFamily(reader, statement);
  if (words.Accept("rd")) {
    Vrf(reader).value.route_distinguisher = statement.negated ? "" : std::string(words.Next().text);
    if (statement.negated) words.Rest();
    return kUnderstood;
  }
  const std::string_view word = words.Next().text;
  if (word == "exit-address-family") {
    reader.block_number = kBoth;
    return kNoEffect;
  }
  if (word == "maximum") return NotModelled(kPaths, "limit of routes");
  return word == "description" || word == "vpn" || word == "vnet" || word == "snmp" ? kNoEffect : kNotKnown;
}

Verdict Define(Reader& reader, Statement& statement, Scope scope) {
  reader.block_name = statement.words.Next().text;
  reader.block_number = scope;
  if (reader.block_name.empty()) return kNotKnown;
  std::vector<VrfText>& vrfs = reader.vendor.vrfs;
  const auto named = [&reader](const VrfText& vrf) { return vrf.value.name == reader.block_name; };
  if (statement.negated) return std::erase_if(vrfs, named), kUnderstood;
  if (std::ranges::none_of(vrfs, named)) {
    VrfText& made = vrfs.emplace_back();
    made.value.name = reader.block_name;
    made.value.span = statement.span();
  }
  reader.Open(ReadVrfLine, kPaths);
  return kUnderstood;
}

}  // namespace

Verdict ReadIpVrf(Reader& reader, Statement& statement) { return Define(reader, statement, kOnly4); }

Verdict ReadVrfDefinition(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("definition")) return kNoEffect;
  return Define(reader, statement, kBoth);
}

void ConvertVrfs(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config) {
  for (const VrfText& text : reader.vendor.vrfs) {
    routing::VrfConfig vrf = text.value;
    const auto use = [&policies](const Setting<std::string>& map, std::vector<std::string>& names) {
      if (map.set() && !map.value.empty()) names = {policies.UseRouteMap(map.value, map.span, kPaths)};
    };
    use(text.import_map, vrf.import_policies);
    use(text.export_map, vrf.export_policies);
    if (vrf.import_targets4.empty() && vrf.import_targets6.empty()) vrf.import_policies.clear();
    // Whether a route that the map denies leaves with the targets of the VRF differs between releases.
    if (!vrf.export_policies.empty())
      reader.Demote(text.export_map.span, kPaths, "routes that an export map denies");
    config.vrfs.push_back(std::move(vrf));
  }
}

}  // namespace ringfence::formats::cisco_ios

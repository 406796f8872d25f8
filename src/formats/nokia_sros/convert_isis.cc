// IS-IS with SR OS defaults: disabled until enabled, both levels, metric 10 on each link, narrow and wide
// metrics together, IPv4 only; the system identifier comes from the router id.
#include <fmt/format.h>

#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/policies.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::isis::IsisInterface;
using routing::isis::IsisNetworkType;
using routing::isis::IsisProcess;
using routing::isis::IsisRedistribution;
using routing::isis::Levels;
using routing::isis::MetricStyle;

constexpr std::uint32_t kDefaultMetric = 10;

Levels LevelsOf(Reader& reader, const Name& name, Levels otherwise) {
  if (!name.set()) return otherwise;
  if (name.value == "1") return routing::isis::kLevel1;
  if (name.value == "2") return routing::isis::kLevel2;
  if (name.value == "1/2") return routing::isis::kLevelBoth;
  reader.Invalid(name.node, "not a level");
  return otherwise;
}

std::string KeyOf(const Name& type, const Name& key) {
  if (!key.set() || type.value == "none") return {};
  return DigestOfSecret(type.value == "password" ? "simple" : "md5", key.value);
}

// 10.0.0.1 becomes 0100.0000.0001.
std::string SystemIdOf(const net::IpAddress& router_id) {
  std::string digits;
  for (unsigned shift = 32; shift > 0; shift -= 8)
    digits += fmt::format("{:03}", (router_id.v4() >> (shift - 8)) & 0xffU);
  return digits.substr(0, 4) + '.' + digits.substr(4, 4) + '.' + digits.substr(8);
}

class Converter {
 public:
  Converter(Reader& reader, const RouterText& router, Policies& policies, const routing::DeviceConfig& config)
      : reader_(reader), router_(router), policies_(policies), config_(config) {}

  IsisProcess Run(const IsisText& from);

 private:
  void SetIdentity(const IsisText& from, IsisProcess& to);
  void SetLevels(const IsisText& from, IsisProcess& to);
  void AddInterface(const IsisText& process, const IsisInterfaceText& from, IsisProcess& to);
  void AddExports(const IsisText& from, IsisProcess& to);

  Reader& reader_;
  const RouterText& router_;
  Policies& policies_;
  const routing::DeviceConfig& config_;
  bool ipv6_ = false;
};

void Converter::SetIdentity(const IsisText& from, IsisProcess& to) {
  for (const Name& area : from.areas) {
    std::string id(area.value);
    std::ranges::transform(id, id.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    if (std::ranges::find(to.area_ids, id) == to.area_ids.end()) to.area_ids.push_back(std::move(id));
  }
  to.system_id = from.system_id.value;
  std::ranges::transform(to.system_id, to.system_id.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  if (!to.system_id.empty()) return;
  base::Span span;
  const auto router_id = RouterIdOf(router_, config_.device, span);
  if (router_id && router_id->family == net::Family::kIpv4) to.system_id = SystemIdOf(*router_id);
}

void Converter::SetLevels(const IsisText& from, IsisProcess& to) {
  to.levels = LevelsOf(reader_, from.levels, routing::isis::kLevelBoth);
  MetricStyle* styles[] = {&to.style_level1, &to.style_level2};
  std::uint32_t* distances[] = {&to.distance_level1, &to.distance_level2};
  std::uint32_t* externals[] = {&to.distance_external_level1, &to.distance_external_level2};
  std::string* keys[] = {&to.authentication_level1, &to.authentication_level2};
  for (int i = 0; i < 2; ++i) {
    const IsisLevelText& level = from.level[i];
    *styles[i] = level.wide_only.value_or(false) ? MetricStyle::kWide : MetricStyle::kBoth;
    *distances[i] = level.preference.value_or(kIsisPreferences[i]);
    *externals[i] = level.external_preference.value_or(kIsisExternalPreferences[i]);
    *keys[i] = level.key.set() ? KeyOf(level.key_type, level.key) : KeyOf(from.key_type, from.key);
  }
}

void Converter::AddInterface(const IsisText& process, const IsisInterfaceText& from, IsisProcess& to) {
  if (!from.admin.value_or(true)) return;
  const std::string_view name = InterfaceIn(router_, from.name);
  const model::InterfaceIndex index = model::FindInterface(config_.device, name);
  if (!index.valid()) return reader_.Undefined(from.node, "router interface");
  IsisInterface link;
  link.name = name;
  link.span = from.span;
  link.levels = static_cast<Levels>(LevelsOf(reader_, from.levels, routing::isis::kLevelBoth) & to.levels);
  if (link.levels == 0) return;
  link.type =
      from.type.value == "point-to-point" ? IsisNetworkType::kPointToPoint : IsisNetworkType::kBroadcast;
  link.passive = from.passive.value_or(false);
  const bool loopback = config_.device.interfaces[index.index()].kind == model::InterfaceKind::kLoopback;
  if (loopback) {
    link.type = IsisNetworkType::kLoopback;
    link.passive = true;
  }
  link.ipv4 = process.ipv4.value_or(true);
  link.ipv6 = ipv6_;
  std::uint32_t* metrics[] = {&link.metric_level1, &link.metric_level2};
  std::uint32_t* metrics6[] = {&link.metric6_level1, &link.metric6_level2};
  for (int i = 0; i < 2; ++i) {
    // A loopback costs nothing whatever the default.
    const std::uint32_t otherwise = loopback ? 0 : kDefaultMetric;
    *metrics[i] = from.level[i].metric.value_or(loopback ? 0 : process.level[i].metric.value_or(otherwise));
    *metrics6[i] =
        from.level[i].metric6.value_or(loopback ? 0 : process.level[i].metric6.value_or(otherwise));
    if (from.level[i].metric.set() && !link.metric_span.valid()) link.metric_span = from.level[i].metric.span;
    const Flagged& passive = from.level[i].passive;
    if (passive.value_or(false) && to.levels == (1 << i)) link.passive = true;
    if (passive.value_or(false) && to.levels != (1 << i))
      reader_.Unmodelled(passive.node, kRouting, "passive on one level");
    if (from.level[i].key.set() && (link.levels & (1 << i)) != 0)
      link.authentication = KeyOf(from.level[i].key_type, from.level[i].key);
  }
  if (link.authentication.empty()) link.authentication = KeyOf(from.key_type, from.key);
  to.interfaces.push_back(std::move(link));
}

// Export policies see the whole table; routes of one level enter the other by them too.
void Converter::AddExports(const IsisText& from, IsisProcess& to) {
  const std::vector<std::string> names = policies_.Names(from.exports);
  if (names.empty()) return;
  for (const model::RouteSource source : kTableSources) {
    if (!policies_.MayAccept(names, source)) continue;
    for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
      if (family == net::Family::kIpv6 && !ipv6_) continue;
      IsisRedistribution redistribution;
      redistribution.source = source;
      redistribution.policies = names;
      redistribution.into = to.levels;
      redistribution.family = family;
      redistribution.span = from.exports.front().span;
      if (source == model::RouteSource::kIsis) {
        if (to.levels != routing::isis::kLevelBoth) continue;
        redistribution.from_level = routing::isis::kLevel2;
        redistribution.into = routing::isis::kLevel1;
      }
      to.redistributions.push_back(std::move(redistribution));
    }
  }
}

IsisProcess Converter::Run(const IsisText& from) {
  IsisProcess to;
  to.tag = std::to_string(from.id);
  to.vrf = router_.vrf;
  to.span = from.span;
  ipv6_ = from.ipv6.set() && from.ipv6.value != "false";
  SetIdentity(from, to);
  SetLevels(from, to);
  to.multi_topology = from.ipv6.value == "mt" || (ipv6_ && from.multi_topology.value_or(false));
  to.overload = from.overload.value_or(false);
  to.attached_bit = !from.suppress_attached.value_or(false);
  to.ignores_attached_bit = from.ignore_attached.value_or(false);
  to.max_paths = std::max(router_.ecmp.value_or(1), 1U);
  for (const IsisInterfaceText& interface : from.interfaces) AddInterface(from, interface, to);
  for (const IsisSummaryText& summary : from.summaries) {
    to.summaries.push_back(
        {summary.prefix, LevelsOf(reader_, summary.levels, to.levels), std::nullopt, true, summary.span});
  }
  AddExports(from, to);
  if (from.advertise_passive_only.value_or(false))
    reader_.Unmodelled(from.advertise_passive_only.node, kRouting, "only passive interfaces advertised");
  for (const Name& policy : from.imports) reader_.Unmodelled(policy.node, kRouting, "import policy of IS-IS");
  to.default_origination = from.default_route;
  to.default_origination_always = from.default_route;
  to.default_into = to.levels;
  if (from.default_policy.set()) {
    model::PolicyChain chain;
    chain.names = policies_.Names({from.default_policy});
    chain.accept_by_default = false;
    to.default_origination_policy = std::move(chain);
  }
  return to;
}

}  // namespace

void ConvertIsis(Reader& reader, const RouterText& router, Policies& policies,
                 routing::DeviceConfig& config) {
  for (const IsisText& process : router.isis) {
    if (!process.admin.value_or(false)) continue;
    config.isis.processes.push_back(Converter(reader, router, policies, config).Run(process));
  }
}

}  // namespace ringfence::formats::nokia_sros

// IS-IS instances with this system's defaults: disabled until enabled, wide metrics, metric 10, loopbacks
// passive at metric 0, both address families.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/isis_net.h"
#include "formats/nokia_srlinux/convert.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using routing::isis::IsisInterface;
using routing::isis::IsisNetworkType;
using routing::isis::IsisProcess;
using routing::isis::Levels;
using routing::isis::MetricStyle;

std::string KeyOf(const Name& key) {
  return key.set() ? "keychain " + std::string(key.value) : std::string();
}

class Converter {
 public:
  Converter(Reader& reader, const InstanceText& instance, const model::Device& device)
      : reader_(reader), instance_(instance), device_(device) {}

  IsisProcess Run(const IsisText& from, Policies& policies);

 private:
  void SetLevels(const IsisText& from, IsisProcess& to);
  void AddInterface(const IsisText& process, const IsisInterfaceText& from, IsisProcess& to);
  void AddExports(const IsisText& from, Policies& policies, IsisProcess& to);

  Reader& reader_;
  const InstanceText& instance_;
  const model::Device& device_;
};

void Converter::SetLevels(const IsisText& from, IsisProcess& to) {
  const std::string_view word = from.levels.value;
  to.levels = word == "L1"     ? routing::isis::kLevel1
              : word == "L1L2" ? routing::isis::kLevelBoth
                               : routing::isis::kLevel2;
  if (!from.levels.set())
    reader_.Unmodelled(from.admin.node, kRouting, "IS-IS instance without level-capability");
  else if (word != "L1" && word != "L2" && word != "L1L2")
    reader_.Invalid(from.levels.node, "not a set of levels");
  MetricStyle* styles[] = {&to.style_level1, &to.style_level2};
  std::uint32_t* distances[] = {&to.distance_level1, &to.distance_level2};
  std::uint32_t* externals[] = {&to.distance_external_level1, &to.distance_external_level2};
  std::string* keys[] = {&to.authentication_level1, &to.authentication_level2};
  for (int i = 0; i < 2; ++i) {
    const IsisLevelText& level = from.level[i];
    *styles[i] = level.style.value == "narrow" ? MetricStyle::kNarrow : MetricStyle::kWide;
    *distances[i] = level.internal.value_or(kIsisPreferences[i]);
    *externals[i] = level.external.value_or(kIsisExternalPreferences[i]);
    *keys[i] = KeyOf(level.key);
  }
}

void Converter::AddInterface(const IsisText& process, const IsisInterfaceText& from, IsisProcess& to) {
  const model::Interface* interface = InterfaceOf(reader_, instance_, from.name, from.node, device_);
  if (interface == nullptr || !from.admin.value_or(true)) return;
  const bool loopback = interface->kind == model::InterfaceKind::kLoopback;
  IsisInterface link;
  link.name = interface->name;
  link.span = from.span;
  link.levels = 0;
  for (int i = 0; i < 2; ++i) {
    if (!from.level[i].disabled.value_or(false)) link.levels |= static_cast<Levels>(1 << i);
  }
  link.levels &= to.levels;
  if (from.type.value == "point-to-point")
    link.type = IsisNetworkType::kPointToPoint;
  else if (from.type.set() && from.type.value != "broadcast")
    reader_.Invalid(from.type.node, "not a type of circuit");
  if (loopback) link.type = IsisNetworkType::kLoopback;
  link.passive = loopback || from.passive.value_or(false);
  link.ipv4 = process.ipv4.value_or(true) && from.ipv4.value_or(true);
  link.ipv6 = process.ipv6.value_or(true) && from.ipv6.value_or(true);
  std::uint32_t* metrics[] = {&link.metric_level1, &link.metric_level2};
  std::uint32_t* metrics6[] = {&link.metric6_level1, &link.metric6_level2};
  for (int i = 0; i < 2; ++i) {
    const IsisLevelText& level = from.level[i];
    *metrics[i] = level.metric.value_or(loopback ? 0 : kIsisMetric);
    *metrics6[i] = level.metric6.value_or(*metrics[i]);
    if (level.metric.set() && !link.metric_span.valid()) link.metric_span = level.metric.span;
    if (level.key.set() && (link.levels & (1 << i)) != 0) link.authentication = KeyOf(level.key);
  }
  if (link.authentication.empty()) link.authentication = KeyOf(from.key);
  to.interfaces.push_back(std::move(link));
}

void Converter::AddExports(const IsisText& from, Policies& policies, IsisProcess& to) {
  const std::vector<std::string> names = policies.Names(from.exports);
  for (const Name& name : from.exports)
    reader_.Unmodelled(name.node, kRouting, "metric of routes exported into IS-IS");
  if (names.empty()) return;
  for (const model::RouteSource source :
       {model::RouteSource::kConnected, model::RouteSource::kStatic, model::RouteSource::kOspf,
        model::RouteSource::kBgp, model::RouteSource::kAggregate}) {
    for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
      routing::isis::IsisRedistribution redistribution;
      redistribution.source = source;
      redistribution.policies = names;
      redistribution.into = to.levels;
      redistribution.family = family;
      redistribution.bgp_internal = source == model::RouteSource::kBgp;
      redistribution.span = from.exports.front().span;
      to.redistributions.push_back(std::move(redistribution));
    }
  }
}

IsisProcess Converter::Run(const IsisText& from, Policies& policies) {
  IsisProcess to;
  to.tag = from.name;
  to.vrf = instance_.vrf();
  to.span = from.span;
  for (const Name& net : from.nets) SplitNet(std::string(net.value), to);
  SetLevels(from, to);
  to.multi_topology = from.multi_topology.value_or(false);
  to.overload = from.overload.value_or(false);
  to.attached_bit = !from.suppress_attached.value_or(false);
  to.ignores_attached_bit = from.ignore_attached.value_or(false);
  to.max_paths = from.max_paths.value_or(1);
  for (const IsisInterfaceText& interface : from.interfaces) AddInterface(from, interface, to);
  AddExports(from, policies, to);
  return to;
}

}  // namespace

void ConvertIsis(Reader& reader, const InstanceText& instance, Policies& policies,
                 routing::DeviceConfig& config) {
  for (const IsisText& from : instance.isis) {
    if (!from.admin.value_or(false)) continue;
    config.isis.processes.push_back(Converter(reader, instance, config.device).Run(from, policies));
  }
}

}  // namespace ringfence::formats::nokia_srlinux

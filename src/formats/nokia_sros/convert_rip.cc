// RIP: interfaces take unset leaves from their group, then from the process. Without an export policy only
// what RIP learned and its own interfaces are sent.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/policies.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::rip::RipInterface;
using routing::rip::RipProcess;

void Inherit(const RipLeaves& from, RipLeaves& to) {
  const auto take = [&](auto... members) {
    (((to.*members).set() ? void() : void(to.*members = from.*members)), ...);
  };
  using L = RipLeaves;
  take(&L::split_horizon, &L::sends, &L::receives, &L::metric_in, &L::metric_out, &L::preference, &L::key,
       &L::key_type);
  if (to.imports.empty()) to.imports = from.imports;
  if (to.exports.empty()) to.exports = from.exports;
  if (from.admin.set() && !from.admin.value) to.admin = from.admin;
}

void AddInterface(Reader& reader, const RouterText& router, const RipNeighborText& from,
                  const RipLeaves& leaves, RipProcess& to) {
  RipInterface link;
  link.name = InterfaceIn(router, from.name);
  if (link.name.empty()) return reader.Undefined(from.node, "router interface");
  if (std::ranges::find(to.interfaces, link.name, &RipInterface::name) != to.interfaces.end()) return;
  link.sends = leaves.sends.value_or(true);
  link.receives = leaves.receives.value_or(true);
  link.split_horizon = leaves.split_horizon.value_or(true);
  link.metric_in = leaves.metric_in.value_or(1);
  link.metric_out = leaves.metric_out.value_or(1);
  if (leaves.key.set() && leaves.key_type.value != "none")
    link.authentication =
        DigestOfSecret(leaves.key_type.value == "password" ? "simple" : "md5", leaves.key.value);
  link.span = from.span;
  to.interfaces.push_back(std::move(link));
}

// One set of policies a process in the model.
void SetPolicies(Reader& reader, const std::vector<RipLeaves>& all, Policies& policies, RipProcess& to) {
  if (all.empty()) return;
  const auto same = [](const std::vector<Name>& a, const std::vector<Name>& b) {
    return std::ranges::equal(a, b, {}, &Name::value, &Name::value);
  };
  for (const RipLeaves& leaves : all) {
    const RipLeaves& first = all.front();
    for (const auto& [names, wanted] :
         {std::pair(&leaves.imports, &first.imports), std::pair(&leaves.exports, &first.exports)}) {
      if (same(*names, *wanted)) continue;
      for (const Name& name : *names) reader.Unmodelled(name.node, kRouting, "RIP policies by interface");
    }
  }
  const std::vector<std::string> imports = policies.Names(all.front().imports);
  if (!imports.empty()) to.import = model::PolicyChain{imports, true, all.front().imports.front().span};
  const std::vector<std::string> exports = policies.Names(all.front().exports);
  if (exports.empty()) return;
  to.export_chain = model::PolicyChain{exports, true, all.front().exports.front().span};
  for (const model::RouteSource source : kTableSources) {
    if (source == model::RouteSource::kRip || !policies.MayAccept(exports, source)) continue;
    routing::rip::RipRedistribution redistribution;
    redistribution.source = source;
    redistribution.policies = exports;
    redistribution.bgp_internal = source == model::RouteSource::kBgp;
    redistribution.span = all.front().exports.front().span;
    to.redistributions.push_back(std::move(redistribution));
  }
}

}  // namespace

void ConvertRip(Reader& reader, const RouterText& router, Policies& policies, routing::DeviceConfig& config) {
  for (const RipText& rip : router.rip) {
    if (!rip.leaves.admin.value_or(true)) continue;
    RipProcess to;
    to.vrf = router.vrf;
    to.family = rip.family;
    to.span = rip.span;
    to.distance = rip.leaves.preference.value_or(kRipPreference);
    to.max_paths = std::max(router.ecmp.value_or(1), 1U);
    std::vector<RipLeaves> all;
    for (const RipGroupText& group : rip.groups) {
      for (const RipNeighborText& neighbor : group.neighbors) {
        RipLeaves leaves = neighbor.leaves;
        Inherit(group.leaves, leaves);
        Inherit(rip.leaves, leaves);
        if (!leaves.admin.value_or(true)) continue;
        if (leaves.preference.value_or(to.distance) != to.distance)
          reader.Unmodelled(leaves.preference.node, kRouting, "RIP preference by interface");
        AddInterface(reader, router, neighbor, leaves, to);
        all.push_back(std::move(leaves));
      }
    }
    SetPolicies(reader, all, policies, to);
    config.rip.processes.push_back(std::move(to));
  }
}

}  // namespace ringfence::formats::nokia_sros

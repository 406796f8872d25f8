// Filter-based forwarding: terms of input filters that look packets up in the table of another instance.
//
// A filter is one list here; what its terms send elsewhere is a policy beside it. What the list permits meets
// the policy, which therefore has a term for each permitting line up to the last that sends, with a list of
// that line alone: so the first line that holds decides in both.
#include <algorithm>
#include <map>
#include <set>

#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::AclUse;
using net::Family;

constexpr const char* kReason = "policy routing";

/// The permitting lines of a filter, or a chain of them, with the terms they come from.
struct Permits {
  std::vector<const model::AclLine*> lines;
  std::vector<const FilterTerm*> terms;
  std::size_t steered = 0;  ///< up to the last line that sends packets elsewhere
};

Permits PermitsOf(const JunosText& text, const std::vector<NameUse>& filters, Family family,
                  const model::Device& device) {
  Permits permits;
  for (const NameUse& use : filters) {
    const auto filter = std::find_if(text.filters.begin(), text.filters.end(), [&](const Filter& f) {
      return f.name == use.name && f.family == family;
    });
    const model::Acl* acl = model::FindAcl(device, use.name, family);
    if (filter == text.filters.end() || acl == nullptr) continue;
    for (std::size_t i = 0; i < acl->lines.size(); ++i) {
      if (acl->lines[i].action != model::AclAction::kPermit) continue;
      permits.lines.push_back(&acl->lines[i]);
      permits.terms.push_back(&filter->terms[filter->term_of_line[i]]);
      if (permits.terms.back()->instance) permits.steered = permits.lines.size();
    }
  }
  return permits;
}

class Steering {
 public:
  Steering(Reader& reader, const JunosText& text, routing::DeviceConfig& config)
      : reader_(reader), text_(text), config_(config) {}

  /// The policy beside the list `acl` of an interface; none where the filters send nothing.
  AclUse UseOf(const std::vector<NameUse>& filters, const AclUse& acl, Family family) {
    const std::string key = KeyOf(filters, family);
    if (!acl.applies() || sends_nothing_.contains(key)) return {};
    if (const auto made = family_of_.find(acl.name); made != family_of_.end() && made->second == family)
      return acl;
    const Permits permits = PermitsOf(text_, filters, family, config_.device);
    if (permits.steered == 0) return sends_nothing_.insert(key), AclUse{};
    if (model::FindPolicyRouting(config_.device, acl.name) != nullptr) {
      // Filters of the two families may have one name, policies may not.
      for (std::size_t i = 0; i < permits.steered; ++i) Lack(*permits.terms[i]);
      return {};
    }
    family_of_[acl.name] = family;
    model::PolicyRouting policy{acl.name, {}, acl.span};
    std::vector<model::Acl> lists;
    for (std::size_t i = 0; i < permits.steered; ++i) {
      model::PolicyRoutingTerm& term = policy.terms.emplace_back();
      term.name = std::to_string(i + 1);
      term.acls = {std::string(kFilterTermList) + acl.name + " " + term.name};
      term.span = permits.lines[i]->span;
      lists.push_back({term.acls[0], family, {*permits.lines[i]}, model::AclAction::kDeny, term.span});
      if (permits.terms[i]->instance) Send(*permits.terms[i], term);
    }
    config_.device.policy_routing.push_back(std::move(policy));
    // Only now: the lines stand in the lists of the device.
    std::move(lists.begin(), lists.end(), std::back_inserter(config_.device.acls));
    return acl;
  }

  /// A place where such terms are not allowed, or mean something else.
  void LackAll(const std::vector<NameUse>& filters, Family family) {
    if (filters.empty() || !lacking_.insert(KeyOf(filters, family)).second) return;
    for (const FilterTerm* term : PermitsOf(text_, filters, family, config_.device).terms) Lack(*term);
  }

 private:
  /// Thousands of interfaces may use one filter: it is looked through once.
  static std::string KeyOf(const std::vector<NameUse>& filters, Family family) {
    std::string key(family == Family::kIpv4 ? "4" : "6");
    for (const NameUse& use : filters) (key += ' ') += use.name;
    return key;
  }

  void Lack(const FilterTerm& term) {
    if (term.instance) reader_.Unmodelled(term.instance->node, Impact::kForwarding, kReason);
  }

  void Send(const FilterTerm& from, model::PolicyRoutingTerm& term) {
    const std::string_view name = from.instance->name;
    const bool main = name == "default" || name == "master";
    const bool known = std::any_of(config_.vrfs.begin(), config_.vrfs.end(),
                                   [&](const routing::VrfConfig& vrf) { return vrf.name == name; });
    if (!main && !known) return Lack(from);
    model::PolicyHop& hop = term.hops.emplace_back();
    hop.table = main ? "" : std::string(name);
    hop.span = reader_.SpanOf(from.instance->node);
  }

  Reader& reader_;
  const JunosText& text_;
  routing::DeviceConfig& config_;
  std::map<std::string, Family, std::less<>> family_of_;  ///< by name of the policy
  std::set<std::string> sends_nothing_, lacking_;         ///< filters that were looked through
};

}  // namespace

void ConvertSteering(Reader& reader, const JunosText& text, routing::DeviceConfig& config) {
  Steering steering(reader, text, config);
  std::map<std::string_view, model::InterfaceIndex> index_of;
  for (std::size_t i = 0; i < config.device.interfaces.size(); ++i)
    index_of.emplace(config.device.interfaces[i].name, model::InterfaceIndex(i));
  for (const Port& port : text.ports) {
    for (const Unit& unit : port.units) {
      const auto found = index_of.find(std::string(port.name) + "." + std::string(unit.number));
      const model::InterfaceIndex index = found == index_of.end() ? model::InterfaceIndex() : found->second;
      for (const Family family : {Family::kIpv4, Family::kIpv6}) {
        const UnitFamily& here = unit.families[static_cast<std::size_t>(family)];
        steering.LackAll(here.filters_out, family);
        const bool routes = index.valid() && !config.device.interfaces[index.index()].switch_port &&
                            config.device.interfaces[index.index()].kind != model::InterfaceKind::kLoopback;
        if (!routes) {
          steering.LackAll(here.filters_in, family);
          continue;
        }
        model::Interface& interface = config.device.interfaces[index.index()];
        if (family == Family::kIpv4)
          interface.policy_in4 = steering.UseOf(here.filters_in, interface.acl_in4, family);
        else
          interface.policy_in6 = steering.UseOf(here.filters_in, interface.acl_in6, family);
      }
    }
  }
}

}  // namespace ringfence::formats::juniper_junos

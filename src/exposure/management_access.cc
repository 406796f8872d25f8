// Effective write access is a conjunction (domain rule "remote-management exposure"): a service of the target
// admits some packet from the manager's addresses, and a login of the manager has a write role on it. An
// account behind a filter that drops its addresses is not access; an open filter without a login is not
// either. Each service is decided with packet sets over (source, own addresses, port), so a filter that
// admits one address of a prefix is found. Where devices translate sources, a manager may come with another
// address than its own, on ways that nobody follows here: what only those addresses open is in doubt.
// Cost: managers * devices * services set operations; lists are converted once.

#include "exposure/management_access.h"

#include <fmt/format.h>

#include <algorithm>

#include "forwarding/access_lists.h"
#include "forwarding/translations.h"

namespace ringfence::exposure {
namespace {

using model::Account;
using model::ElementId;
using model::ManagementAccess;
using model::ManagementRole;

constexpr std::string_view kServiceNames[] = {"SSH", "Telnet", "NETCONF", "HTTP", "gNMI", "SNMP"};

/// A login that may write, and the lines that say so.
struct Credential {
  std::string text;
  const std::vector<model::ManagementService>* services = nullptr;  ///< empty or null: all
  std::vector<base::Span> spans;
  bool Covers(model::ManagementService service) const {
    return services == nullptr || services->empty() || std::ranges::count(*services, service) > 0;
  }
};

class Decider {
 public:
  Decider(World& world) : world_(world), lists_(space_) {}

  void Decide(ElementId manager, ElementId target) {
    const model::Device& device =
        world_.network->nodes()[world_.elements[target.index()].node.index()].config.device;
    if (seen_of_ != manager) Translate(manager);
    DoubtSnmp(manager, target, device);
    AddRelation(manager, target, device);
    if (!space_.exhausted()) return;
    world_.access_doubts.push_back(
        {manager,
         target,
         fmt::format("what the filters of {} admit: their packet sets are larger than {} nodes", device.name,
                     net::PacketSpace::kNodeCountMax),
         {device.name_span}});
  }

 private:
  void AddRelation(ElementId manager, ElementId target, const model::Device& device) {
    const std::vector<Credential> credentials = Credentials(manager, target, device);
    if (credentials.empty()) return;
    Relation refused{RelationKind::kManages, manager, target, false, "", {}};
    bool perhaps = false;
    for (const ManagementAccess& service : device.management.services) {
      std::vector<base::Span> filter_spans, unused;
      const bool seen_admitted = !translated_by_.empty() && Admits(device, service, seen_, unused);
      const bool admitted = Admits(device, service, world_.elements[manager.index()].facts, filter_spans);
      for (const Credential& credential : credentials) {
        if (!credential.Covers(service.service)) continue;
        Relation relation{
            RelationKind::kManages, manager, target, admitted, Explain(service, credential, admitted), {}};
        relation.spans = credential.spans;
        relation.spans.push_back(service.span);
        relation.spans.insert(relation.spans.end(), filter_spans.begin(), filter_spans.end());
        if (admitted) {
          world_.relations.push_back(std::move(relation));
          return;
        }
        perhaps = perhaps || seen_admitted;
        refused = std::move(relation);
      }
    }
    if (refused.because.empty()) refused.because = "a login exists, but no service that it may use is on";
    world_.relations.push_back(std::move(refused));
    if (!perhaps) return;
    world_.access_doubts.push_back(
        {manager, target,
         fmt::format("whether {} comes to {} with an address that it is translated to", seen_.name,
                     device.name),
         translated_by_});
  }

  /// The manager with all addresses that some device may give it.
  void Translate(ElementId manager) {
    seen_of_ = manager;
    seen_ = world_.elements[manager.index()].facts;
    translated_by_.clear();
    net::PacketSet own = space_.None();
    for (const net::Prefix& prefix : world_.elements[manager.index()].facts.prefixes)
      own = space_.Or(own, space_.FromPrefix(prefix));
    for (const routing::Node& node : world_.network->nodes()) {
      const model::Device& device = node.config.device;
      for (const model::Translation& rule : device.translations) {
        if (rule.end != model::PacketEnd::kSource || rule.keeps_packets()) continue;
        if (forwarding::TakenBy(rule, device, own, lists_, space_).empty()) continue;
        for (const net::Prefix& prefix : forwarding::GivenBy(rule, device)) seen_.prefixes.push_back(prefix);
        translated_by_.push_back(rule.span);
      }
    }
  }

  static std::string Explain(const ManagementAccess& service, const Credential& credential, bool admitted) {
    const std::string_view name = kServiceNames[static_cast<std::size_t>(service.service)];
    return admitted ? fmt::format("{} admits its addresses, and {}", name, credential.text)
                    : fmt::format("{}, but the filter of {} drops its addresses", credential.text, name);
  }

  /// A community that may write is a shared secret: the configuration does not say who holds it.
  void DoubtSnmp(ElementId manager, ElementId target, const model::Device& device) {
    for (const model::SnmpAccess& access : device.management.snmp) {
      if (access.role != ManagementRole::kWrite) continue;
      const ManagementAccess service{model::ManagementService::kSnmp, 161, {access.filter}, access.span};
      std::vector<base::Span> spans = {access.span};
      if (!Admits(device, service, seen_, spans)) continue;
      world_.access_doubts.push_back({manager, target,
                                      fmt::format("whether {} holds an SNMP community that may write to {}",
                                                  world_.elements[manager.index()].facts.name, device.name),
                                      std::move(spans)});
    }
  }

  std::vector<Credential> Credentials(ElementId manager, ElementId target, const model::Device& device) {
    const model::Element& facts = world_.elements[manager.index()].facts;
    std::vector<Credential> found;
    for (const Account& account : device.management.accounts) {
      if (account.role != ManagementRole::kWrite || std::ranges::count(facts.logins, account.user) == 0)
        continue;
      found.push_back(
          {fmt::format("local user '{}' may write", account.user), &account.services, {account.span}});
    }
    for (const model::RemoteAaa& aaa : device.management.remote_aaa) {
      if (aaa.role_max != ManagementRole::kWrite || facts.logins.empty()) continue;
      if (!facts.aaa_role) {
        if (!SomeServiceAdmits(device, seen_)) continue;  // whatever the role, no packet gets in
        world_.access_doubts.push_back(
            {manager,
             target,
             fmt::format("what role the AAA servers of {} give {} (inventory key 'aaa-role')", device.name,
                         facts.name),
             {aaa.span, facts.span}});
        continue;
      }
      if (*facts.aaa_role != ManagementRole::kWrite) continue;
      Credential credential{
          fmt::format("remote AAA gives '{}' a write role", facts.logins.front()), nullptr, {aaa.span}};
      if (aaa.role_span.valid()) credential.spans.push_back(aaa.role_span);
      credential.spans.push_back(facts.span);
      found.push_back(std::move(credential));
    }
    return found;
  }

  bool SomeServiceAdmits(const model::Device& device, const model::Element& manager) {
    return std::ranges::any_of(device.management.services, [&](const ManagementAccess& service) {
      std::vector<base::Span> unused;
      return Admits(device, service, manager, unused);
    });
  }

  bool Admits(const model::Device& device, const ManagementAccess& service, const model::Element& manager,
              std::vector<base::Span>& spans) {
    net::PacketSet packets = space_.None();
    for (net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
      packets = space_.Or(packets, RequestsFrom(manager, device, service, family));
    }
    for (const model::AclUse& filter : service.filters) {
      if (!filter.applies()) continue;
      spans.push_back(filter.span);
      net::PacketSet permitted = space_.None();
      for (net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
        const model::Acl* acl = model::FindAcl(device, filter.name, family);
        // A filter of one family says nothing about the other.
        permitted =
            space_.Or(permitted, acl == nullptr ? space_.All(family) : lists_.Permitted(*acl, packets));
        if (acl != nullptr) NoteDecidingLine(*acl, packets, spans);
      }
      packets = space_.And(packets, permitted);
    }
    return !packets.empty();
  }

  void NoteDecidingLine(const model::Acl& acl, net::PacketSet packets, std::vector<base::Span>& spans) {
    const auto sample = space_.Sample(space_.And(packets, space_.All(acl.family)));
    if (!sample) return;
    const model::AclLine* line = lists_.DecidingLine(acl, *sample);
    spans.push_back(line == nullptr ? acl.span : line->span);
  }

  net::PacketSet RequestsFrom(const model::Element& manager, const model::Device& device,
                              const ManagementAccess& service, net::Family family) {
    const bool all = TestsDestination(device, service, family);
    net::HeaderMatch match;
    match.family = family;
    for (const net::Prefix& prefix : manager.prefixes) {
      if (prefix.family() == family) match.source.push_back(net::AddressMatch::Of(prefix));
    }
    for (const model::Interface& interface : device.interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses) {
        if (address.address.address.family != family || (!all && !match.destination.empty())) continue;
        match.destination.push_back(net::AddressMatch::Of(net::Prefix::Host(address.address.address)));
      }
    }
    if (match.source.empty() || match.destination.empty()) return space_.None();
    const std::uint16_t transport =
        service.service == model::ManagementService::kSnmp ? net::kProtocolUdp : net::kProtocolTcp;
    match.protocol = {{transport, transport}};
    match.destination_port = {{service.port, service.port}};
    return space_.Of(match);
  }

  /// Where no filter looks at the destination, one of the device's addresses stands for all of them.
  static bool TestsDestination(const model::Device& device, const ManagementAccess& service,
                               net::Family family) {
    return std::ranges::any_of(service.filters, [&](const model::AclUse& filter) {
      const model::Acl* acl = filter.applies() ? model::FindAcl(device, filter.name, family) : nullptr;
      return acl != nullptr && std::ranges::any_of(acl->lines, [](const model::AclLine& line) {
               return !line.match.destination.empty();
             });
    });
  }

  World& world_;
  net::PacketSpace space_;
  forwarding::AccessLists lists_;
  ElementId seen_of_;
  model::Element seen_;                    ///< of it
  std::vector<base::Span> translated_by_;  ///< rules that translate it
};

bool IsManager(const model::Element& element) {
  return element.kind == model::ElementKind::kManagementSystem ||
         element.kind == model::ElementKind::kOperationsCentre;
}

void AddDeclared(const model::Inventory& inventory, World& world) {
  for (const model::DeclaredAccess& access : inventory.access) {
    if (access.role != ManagementRole::kWrite) continue;
    const ElementId manager = world.FindElement(access.manager);
    for (const std::string& target_name : access.targets) {
      const ElementId target = world.FindElement(target_name);
      if (!manager.valid() || !target.valid()) continue;
      world.relations.push_back({RelationKind::kManages,
                                 manager,
                                 target,
                                 true,
                                 access.because.empty() ? "stated in the inventory" : access.because,
                                 {access.span}});
    }
  }
}

}  // namespace

void AddManagementRelations(const model::Inventory& inventory, World& world) {
  Decider decider(world);
  for (std::size_t m = 0; m < world.elements.size(); ++m) {
    if (!IsManager(world.elements[m].facts)) continue;
    for (std::size_t n = 0; n < world.element_of_node.size(); ++n) {
      if (world.network->nodes()[n].is_host) continue;
      decider.Decide(ElementId(m), world.element_of_node[n]);
    }
  }
  AddDeclared(inventory, world);
}

}  // namespace ringfence::exposure

// From the vendor model to the neutral one. Defaults of SR Linux are applied here and nowhere else;
// characterization.md lists them with what they rest on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/nokia_srlinux/reader.h"
#include "formats/nokia_srlinux/vendor_routing.h"
#include "routing/device_config.h"

namespace ringfence::formats::nokia_srlinux {

/// Preferences of routes where the text is silent.
inline constexpr std::uint32_t kStaticPreference = 5, kAggregatePreference = 130, kBgpPreference = 170;
inline constexpr std::uint32_t kOspfPreference = 10, kOspfExternalPreference = 150;
inline constexpr std::uint32_t kIsisPreferences[2] = {15, 18}, kIsisExternalPreferences[2] = {160, 165};
/// Metric of static routes.
inline constexpr std::uint32_t kStaticMetric = 1;
/// Reference bandwidth of OSPF in kilobits per second, and metric of IS-IS links.
inline constexpr std::uint32_t kReferenceKbps = 400'000'000;
inline constexpr std::uint32_t kIsisMetric = 10;
/// IP MTU of sub-interfaces in bytes.
inline constexpr std::uint32_t kIpMtu = 1500;
/// The interface that stands for the router.
inline constexpr std::string_view kSystemInterface = "system0.0";
/// Begins the names of policies that the reader makes, and what stands first and last in BGP exports.
inline constexpr std::string_view kMadeMark = "#";
inline constexpr std::string_view kTableRoutes = "#table-routes", kBgpOnly = "#bgp-only",
                                  kSetLocalPreference = "#local-preference ";

/// Converts the whole text. Reports undefined references, and corrects fates of statements that turn out not
/// to be expressible.
routing::DeviceConfig Convert(Reader& reader, const SrlText& text);

/// All policies of the text, converted at construction. References are kept.
class Policies {
 public:
  Policies(Reader& reader, const SrlText& text, model::PolicySet& set);

  /// Names for a chain; undefined ones are reported and left out.
  std::vector<std::string> Names(const std::vector<Name>& uses);
  /// Marks the use when routes can reach the end of the chain: what becomes of them then is not certain.
  void CheckEnd(const std::vector<Name>& uses);
  /// Adds a policy made by the reader, once; gives its name.
  std::string Made(std::string_view name, std::vector<model::RouteTerm> terms);

 private:
  void AddPolicy(const PolicyText& policy);
  void AddPrefixSets();
  void AddCommunitySets();
  model::RouteTerm TermOf(const PolicyStatementText& from);
  void AddConditions(const PolicyStatementText& from, model::RouteTerm& to);
  void AddProtocol(const Name& protocol, model::RouteTerm& to);
  void AddFamilies(const PolicyStatementText& from, model::RouteTerm& to);
  void AddTags(const Name& name, model::RouteTerm& to);
  void AddActions(const PolicyActionText& from, model::RouteTerm& to);
  void AddCommunityActions(const Name& name, model::CommunityOp op, model::RouteTerm& to);
  void SetFlow(const PolicyActionText& from, model::RouteTerm& to);

  Reader& reader_;
  const SrlText& text_;
  model::PolicySet& set_;
};

/// The families of statements.
void ConvertFilters(Reader& reader, const SrlText& text, routing::DeviceConfig& config);
/// True when the last entry decides every packet: the end of the list is never met.
bool EndsExplicitly(const model::Acl& acl);
/// Filters of what the device itself takes; after filters and interfaces.
void ConvertGuards(Reader& reader, const SrlText& text, routing::DeviceConfig& config);
void ConvertInterfaces(Reader& reader, const SrlText& text, routing::DeviceConfig& config);
void ConvertStatic(Reader& reader, const InstanceText& instance, routing::DeviceConfig& config);
void ConvertOspf(Reader& reader, const InstanceText& instance, Policies& policies,
                 routing::DeviceConfig& config);
void ConvertIsis(Reader& reader, const InstanceText& instance, Policies& policies,
                 routing::DeviceConfig& config);
void ConvertBgp(Reader& reader, const SrlText& text, Policies& policies, routing::DeviceConfig& config);
void ConvertCopying(Reader& reader, const SrlText& text, routing::DeviceConfig& config);
void ConvertManagement(const SrlText& text, routing::DeviceConfig& config);

/// The instances, the default one first, the others in the order of the text.
std::vector<const InstanceText*> InOrder(const SrlText& text);
/// The instance routes packets: it is enabled and no bridge.
bool Routes(const InstanceText& instance);
/// The interface of that name in the instance, or nullptr; a missing one is reported at `node`.
const model::Interface* InterfaceOf(Reader& reader, const InstanceText& instance, std::string_view name,
                                    NodeId node, const model::Device& device);
/// `router-id` of the instance, else the address of system0.0.
std::optional<net::IpAddress> RouterIdOf(const InstanceText& instance, const model::Device& device);

}  // namespace ringfence::formats::nokia_srlinux

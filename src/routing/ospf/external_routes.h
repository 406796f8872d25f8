// AS-external and NSSA routes. See external_routes.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "routing/ospf/ospf_engine.h"

namespace ringfence::routing::ospf {

/// A way to an advertising router or to a forwarding address.
struct Reach {
  std::uint32_t cost = kInfinity;
  std::uint32_t area = kNone;
  bool intra = false;
  bool doubtful = false;
  bool preferred = false;  ///< section 16.4.1: intra-area through a non-backbone area
  std::vector<std::uint64_t> mask;

  bool found() const { return cost < kInfinity; }
};

/// Works on one scratch; lives for one call.
class ExternalRoutes {
 public:
  ExternalRoutes(const OspfEngine& engine, OspfScratch& scratch);

  /// Adds external paths to the table of a router. REQUIRES: its stage before is done.
  void AddTo(std::uint32_t router);
  /// The path an advertisement gives a router, or a path of kind kAbsent.
  Path Evaluate(std::uint32_t router, const ExternalLsa& lsa, std::uint32_t nssa_area,
                std::vector<std::uint64_t>& mask);
  /// The best way from a router to an advertising router (section 16.4 step 3).
  Reach ToRouter(std::uint32_t router, std::uint32_t asbr);

 private:
  /// A type 5 made of a type 7, with the translator's own path by it.
  struct Translation {
    ExternalLsa lsa;
    Path path;
  };
  void EnsureLsas();
  void FindFloodingParts();
  void JoinFlooding(std::uint32_t a, std::uint32_t b);
  void Originate(const External& external);
  void OriginateDefaults();
  void Translate(std::uint32_t area);
  bool IsTranslator(std::uint32_t router, std::size_t part);
  void TranslateAt(std::uint32_t router, std::size_t part);
  void AddTranslation(ExternalLsa lsa, const Path& path);
  std::optional<net::IpAddress> AddressIn(std::uint32_t router, const RouterArea& part) const;
  bool HasNormalArea(std::uint32_t router) const;
  bool IsOwnAddress(std::uint32_t router, const net::IpAddress& address) const;
  /// ToRouter without section 16.3.
  Reach BeforeTransit(std::uint32_t router, std::uint32_t asbr);
  Reach IntraReach(std::uint32_t router, std::size_t part, std::uint32_t target);
  Reach InterReach(std::uint32_t router, std::size_t part, std::uint32_t asbr);
  Reach Select(std::uint32_t router, const std::vector<Reach>& ways) const;
  Reach ToForwarding(std::uint32_t router, const net::IpAddress& address, std::uint32_t nssa_area);
  const std::vector<AsbrSummary>& AsbrSummariesInto(std::uint32_t area);
  void Offer(std::uint32_t router, const ExternalLsa& lsa, std::uint32_t nssa_area);

  const OspfEngine& engine_;
  OspfScratch& scratch_;
  std::vector<std::uint64_t> mask_;
  std::vector<Translation> translations_;
  std::vector<std::optional<Reach>> reach_of_;  ///< by advertising router, for one calculating router
};

}  // namespace ringfence::routing::ospf

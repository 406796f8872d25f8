// What cables join end to end, through patch panels.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "importers/netbox/objects.h"

namespace ringfence::importers::netbox {

/// One end of a cable as it is written: an object of some type, told again inside or by its id.
struct End {
  std::string type, id;
  base::NodeRef nested;
  const Object* cable = nullptr;  ///< who says so
};

/// A way from one end to another, neither in a patch panel.
struct CablePath {
  End ends[2];
};

/// Reads all cables. What leads nowhere is left aloud.
class Cabling {
 public:
  /// Both must outlive it.
  Cabling(const Objects& objects, Import& import);

  /// Each once, in the order of the ids of their first cables.
  std::vector<CablePath> Paths();
  /// True for a device that has front or rear ports and no interface: current and light pass it by.
  bool IsPanel(const Object& device) const { return panels_.contains(device.id); }

 private:
  struct Cable {
    std::vector<End> sides[2];
    const Object* object = nullptr;
  };
  /// A port of a panel or any other end: type and id.
  using Key = std::pair<std::string, std::string>;
  /// A place of a rear port: its id and the position.
  using Position = std::pair<std::string, std::uint64_t>;

  void ReadPorts();
  void FindPanels();
  void ReadCables();
  void ReadTerminations();
  bool Usable(const Cable& cable);
  /// The end that the way through panels leads to; nothing, said aloud, when it leads nowhere.
  std::optional<End> Follow(const std::string& cable, int side);
  /// The port on the other side of the panel. `positions` are those of the rear ports passed so far.
  std::optional<Key> Through(const End& port, std::vector<std::uint64_t>& positions) const;

  const Objects& objects_;
  Import& import_;
  std::map<std::string, Position> rear_of_;              ///< by front port
  std::map<Position, std::string> front_of_;             ///< the inverse
  std::map<std::string, std::uint64_t> count_of_;        ///< positions of a rear port
  std::set<std::string> panels_;                         ///< devices
  std::map<std::string, Cable> cables_;                  ///< by id
  std::map<Key, std::pair<std::string, int>> cable_at_;  ///< by end: usable cable and side
  std::set<std::string> passed_;                         ///< cables between panels that some way takes
};

}  // namespace ringfence::importers::netbox

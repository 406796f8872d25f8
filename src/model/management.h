// Who can log in to a device and change it, as far as the device's own configuration decides.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/acl.h"
#include "net/ip.h"

namespace ringfence::model {

/// Ways to reach the management plane over the network.
enum class ManagementService : std::uint8_t { kSsh, kTelnet, kNetconf, kHttp, kGnmi, kSnmp };

/// What a login may do. kNone: cannot log in.
enum class ManagementRole : std::uint8_t { kNone, kRead, kWrite };

/// One enabled service and the source filters that guard it. A packet must pass all of `filters` that
/// apply; no filter means every source is admitted. Filters are matched against (source, service port).
struct ManagementAccess {
  ManagementService service = ManagementService::kSsh;
  std::uint16_t port = 22;
  std::vector<AclUse> filters;
  base::Span span;  ///< the line that enables the service
  friend bool operator==(const ManagementAccess&, const ManagementAccess&) = default;
};

/// A local account.
struct Account {
  std::string user;
  ManagementRole role = ManagementRole::kNone;
  std::vector<ManagementService> services;  ///< services it may use; empty: all
  base::Span span;
  friend bool operator==(const Account&, const Account&) = default;
};

/// Remote authentication (TACACS+, RADIUS): servers, and what users they admit may do at most.
struct RemoteAaa {
  std::vector<net::IpAddress> servers;
  ManagementRole role_max = ManagementRole::kWrite;  ///< kNone: remote users get no login
  base::Span span;                                   ///< the line that turns it on
  base::Span role_span;                              ///< the line that gives the role, when there is one
  friend bool operator==(const RemoteAaa&, const RemoteAaa&) = default;
};

/// SNMP community or user: read or write by whom.
struct SnmpAccess {
  ManagementRole role = ManagementRole::kRead;
  AclUse filter;
  base::Span span;
  friend bool operator==(const SnmpAccess&, const SnmpAccess&) = default;
};

/// All of it for one device.
struct ManagementPlane {
  std::vector<ManagementAccess> services;
  std::vector<Account> accounts;
  std::vector<RemoteAaa> remote_aaa;
  std::vector<SnmpAccess> snmp;
  friend bool operator==(const ManagementPlane&, const ManagementPlane&) = default;
};

}  // namespace ringfence::model

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Does everything that it was told to, each time it is paid; what fails is only counted.
contract Reentrant {
    struct Call {
        uint256 value;
        bytes data;
    }

    address private immutable target;
    Call[] private _calls;
    bool private _isInside;
    uint256 public succeeded;
    uint256 public failed;

    constructor(address target_) payable {
        target = target_;
    }

    function plan(uint256 value, bytes calldata data) external {
        _calls.push(Call(value, data));
    }

    function start(uint256 value, bytes calldata data) external returns (bool ok) {
        (ok,) = target.call{value: value}(data);
    }

    receive() external payable {
        // Payments that the calls in here bring are not answered again.
        if (_isInside) return;
        _isInside = true;
        for (uint256 i; i < _calls.length; ++i) {
            (bool ok,) = target.call{value: _calls[i].value}(_calls[i].data);
            if (ok) ++succeeded;
            else ++failed;
        }
        _isInside = false;
    }
}

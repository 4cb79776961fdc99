// App Service with the bot's image, a managed identity in place of a password, the Azure Bot and its Teams channel.
// az deployment group create --resource-group GROUP --template-file deploy/azure.bicep --parameters name=NAME image=IMAGE store=rediss://...

@description('Name of all resources; NAME.azurewebsites.net becomes the host, so it must be free.')
@minLength(4)
@maxLength(42)
param name string

@description('The image that Dockerfile builds, such as registry.example.com/kyc-help:1.')
param image string

@description('Address of Redis with its password, such as rediss://:PASSWORD@HOST:6380. Without it the memory is lost when the app moves.')
@secure()
param store string = ''

@description('Key of the web chats. Give the same one at every deployment: a new one ends the chats that are open.')
@secure()
param webChatKey string = newGuid()

param location string = resourceGroup().location

var host = '${name}.azurewebsites.net'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: name
  location: location
  kind: 'linux'
  sku: { name: 'B1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      alwaysOn: true
      ftpsState: 'Disabled'
      healthCheckPath: '/healthz'
      linuxFxVersion: 'DOCKER|${image}'
      minTlsVersion: '1.2'
      webSocketsEnabled: true
      appSettings: [
        { name: 'MicrosoftAppType', value: 'UserAssignedMSI' }
        { name: 'MicrosoftAppId', value: identity.properties.clientId }
        { name: 'MicrosoftAppTenantId', value: identity.properties.tenantId }
        { name: 'KYC_STORE', value: store }
        { name: 'KYC_DIRECTLINE_SECRET', value: webChatKey }
        { name: 'KYC_PROXIES', value: '1' }
        { name: 'WEBSITES_PORT', value: '3978' }
      ]
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: 'KYC Help'
    endpoint: 'https://${host}/api/messages'
    msaAppId: identity.properties.clientId
    msaAppType: 'UserAssignedMSI'
    msaAppTenantId: identity.properties.tenantId
    msaAppMSIResourceId: identity.id
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true }
  }
}

output appId string = identity.properties.clientId
output host string = host

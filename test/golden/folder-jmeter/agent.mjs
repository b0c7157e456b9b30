console.log('agent')
